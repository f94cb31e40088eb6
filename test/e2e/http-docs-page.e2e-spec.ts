import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { startBrowser } from '../harness/browser';
import { Gateway } from '../harness/gateway';
import { keyOf } from '../harness/test-client';

const PATIENCE_MS = 120_000;
// A browser that shares two cores with other tests is slow.
jest.setTimeout(3 * PATIENCE_MS);
const SCREENS = join(__dirname, '../../.cache/screens');
const [key] = Object.values(keyOf());

describe('the page of the API description, in a browser', () => {
  let gateway: Gateway;
  let browser: Browser;
  let page: Page;
  const refused: string[] = [];

  beforeAll(async () => {
    mkdirSync(SCREENS, { recursive: true });
    gateway = await Gateway.start({ DOCS: 'on', IDEMPOTENCY_KEY_POLICY: 'required' });
    browser = await startBrowser();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('console', (message) => {
      if (/Content Security Policy|TypeError/.test(message.text())) refused.push(message.text());
    });
    await page.goto(`${gateway.url}/docs#api-key=${key}`);
    await page.waitForSelector('.opblock');
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
  });

  const screen = (name: string) => page.screenshot({ path: join(SCREENS, `${name}.png`), fullPage: true });
  const operation = (id: string): Locator => page.locator(`.opblock[id$="-${id}"]`);

  /** Opens an operation and makes its fields editable. */
  async function open(id: string): Promise<Locator> {
    const block = operation(id);
    await block.locator('.opblock-summary-control').click();
    await block.locator('.try-out__btn').click();
    return block;
  }

  async function execute(block: Locator): Promise<{ status: string; body: string }> {
    await block.locator('.execute').click();
    const row = block.locator('.live-responses-table .response').first();
    await row.waitFor();
    const status = await row.locator('.response-col_status').innerText();
    return {
      status: status.trim().slice(0, 3),
      body: await row.locator('.response-col_description').innerText(),
    };
  }

  it('takes the key from the address and is authorised at once', async () => {
    expect(page.url()).toBe(`${gateway.url}/docs`);
    expect(await page.locator('.authorize.locked').count()).toBe(1);
    await screen('overview');
  });

  it('shows a read on one screen: success first, problems in one collapsed table', async () => {
    const block = operation('getSim');
    await block.locator('.opblock-summary-control').click();
    await block.locator('.gateway-problems').waitFor();

    const { height } = (await block.boundingBox())!;
    await screen('read');
    expect(height).toBeLessThan(3_500);
    expect(await block.locator('.responses-table > tbody > tr.response').count()).toBe(1);
    await block.locator('.gateway-problems summary').click();
    expect(await block.locator('.gateway-problems tbody').innerText()).toMatch(/404\s+SIM_NOT_FOUND/);
    await screen('read-problems');
    await block.locator('.opblock-summary-control').click();
  });

  it('reads a line that is chosen from its list of names', async () => {
    const block = await open('getSim');
    await block.locator('tr[data-param-name="msisdn"] select').first().selectOption('07011112222');

    const { status, body } = await execute(block);

    expect([status, body]).toEqual(['200', expect.stringContaining('"msisdn": "07011112222"')]);
    await block.locator('.opblock-summary-control').click();
  });

  it('lists the scenarios, and answers one of them with its problem', async () => {
    await page.locator('.info details summary').click();
    expect(await page.locator('.info details').innerText()).toMatch(/09000000210\s+detail code 210/);
    await screen('scenarios');
    const block = await open('getSimTraffic');
    await block.locator('tr[data-param-name="msisdn"] input').fill('09000000210');

    const { status, body } = await execute(block);

    expect([status, body]).toEqual(['404', expect.stringContaining('SIM_NOT_FOUND')]);
    await block.locator('.opblock-summary-control').click();
  });

  it('writes with a key that it generates, and says so', async () => {
    const block = await open('addSimQuota');
    const field = block.locator('tr[data-param-name="Idempotency-Key"]');
    expect(await field.innerText()).toContain('Leave it empty');

    const { status, body } = await execute(block);

    expect([status, body]).toEqual(['201', expect.stringContaining('"operationId"')]);
    await screen('write');
  });

  it('never violated its content security policy in these tests', () => {
    expect(refused).toEqual([]);
  });

  it('opens a problem as a page', async () => {
    await page.goto(`${gateway.url}/problems/sim-not-found`);

    expect(await page.locator('h1').innerText()).toBe('This SIM does not exist');
    expect(await page.locator('body').innerText()).toContain('Was a write applied?');
    await screen('problem');
    await page.goto(`${gateway.url}/problems`);
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(45);
  });
});
