import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstQuirks } from '../../simulator/first-quirks';
import { startSimulator } from '../../simulator/simulator';
import {
  atTheEnd,
  closeAll,
  diagnose,
  diagnoseByScript,
  FREEBIT,
  folder,
  freebit,
  readThroughGateway,
  settingsIn,
  SIM,
} from './doctor-bench';

const WRITES = ['/master/addSpec/', '/mvno/changePlan/'];

afterEach(closeAll);

describe('the doctor', () => {
  it('never sends a write and never prints a value', async () => {
    const { url, journal } = await freebit();
    const file = join(folder(), 'contact.json');

    const { exitCode, lines } = await diagnose({ FREEBIT_BASE_URL: url }, ['--sim', SIM, '--profile', file]);

    const said = `${lines.join('\n')}\n${readFileSync(file, 'utf8')}`;
    expect(exitCode).toBe(0);
    expect(WRITES.map((path) => journal.count(path))).toEqual([0, 0]);
    for (const value of [
      SIM,
      SIM.slice(1),
      FREEBIT.FREEBIT_OEM_KEY,
      FREEBIT.FREEBIT_OEM_ID,
      'testMaster',
      'LTE3G',
    ])
      expect(said).not.toContain(value);
    expect(said).not.toMatch(/\d{9}(?<!9{9})/);
  });

  it.each([
    [['json-only'], { encodings: 'FREEBIT_BODY_ENCODING=json' }],
    [['multipart-only'], { encodings: 'FREEBIT_BODY_ENCODING=multipart' }],
    [['mixed-encodings'], { encodings: 'FREEBIT_BODY_ENCODING=form,detail=multipart,traffic=json' }],
    [['detail-elsewhere'], { paths: 'FREEBIT_PATH_ACCOUNT_DETAIL=/master/getDetail/' }],
    [
      ['json-only', 'detail-elsewhere', 'rejections-400', 'shift-jis-as-utf-8', 'uppercase-names'],
      { encodings: 'FREEBIT_BODY_ENCODING=json', paths: 'FREEBIT_PATH_ACCOUNT_DETAIL=/master/getDetail/' },
    ],
  ])('names the setting that makes the gateway work with %j', async (variants, expected) => {
    const { url } = await freebit(...variants);

    const before = await diagnose({ FREEBIT_BASE_URL: url });
    const settings = { FREEBIT_BASE_URL: url, ...settingsIn(Object.values(expected)) };
    const after = await diagnose(settings);

    expect([before.exitCode, before.hints]).toMatchObject([1, expected]);
    expect([after.exitCode, after.results]).toMatchObject([0, { encodings: 'ok', paths: 'ok' }]);
    expect(await readThroughGateway(settings)).toEqual([200, 200]);
  });

  it.each([
    ['rejections-400', 'rejection', /HTTP 400, code 210/],
    ['rejections-500', 'rejection', /HTTP 500, code 210/],
    ['detail-in-status', 'rejection', /HTTP 200, code 210/],
    ['shift-jis', 'texts', /Shift_JIS or alike, labelled Shift_JIS/],
    ['shift-jis-unlabelled', 'texts', /Shift_JIS or alike, labelled nothing/],
    ['lowercase-names', 'detail', /answered/],
  ])('recognises %s, which needs no setting', async (variant, name, text) => {
    const { url } = await freebit(variant);

    const { exitCode, lines } = await diagnose({ FREEBIT_BASE_URL: url }, [
      '--sim',
      SIM,
      '--foreign',
      '09099999999',
    ]);

    expect(exitCode).toBe(0);
    expect(lines.find((line) => line.slice(6, 21).trim() === name)).toMatch(text);
  });

  it('says so if no setting helps', async () => {
    const { url } = await freebit('snake-names');

    const { exitCode, lines, hints } = await diagnose({ FREEBIT_BASE_URL: url });

    expect(exitCode).toBe(1);
    expect(lines.join('\n')).toMatch(/^fail +login .*snake_case/m);
    expect(hints.login).toMatch(/^no setting fixes this/);
  });

  it('reports whether a second login ends the first key', async () => {
    const simulator = await freebit();
    const ended = await diagnose({ FREEBIT_BASE_URL: simulator.url });
    simulator.auth.set({ newLoginEndsOlder: false });

    const left = await diagnose({ FREEBIT_BASE_URL: simulator.url });

    expect(ended.lines.join('\n')).toMatch(/^ok +second login +ends the first key/m);
    expect(left.lines.join('\n')).toMatch(/^ok +second login +leaves the first key/m);
  });

  it.each([
    [{ FREEBIT_OEM_KEY: 'wrong' }, 'login', /FREEBIT_OEM_KEY/],
    [{ FREEBIT_OEM_KEY: '' }, 'settings', /^FREEBIT_OEM_KEY$/],
    [{ FREEBIT_BASE_URL: 'http://127.0.0.1:1/emptool/api' }, 'connection', /HTTPS_PROXY/],
    [{ FREEBIT_BASE_URL: 'https://freebit.invalid/api' }, 'name', /FREEBIT_BASE_URL/],
  ])('fails for %j with a hint', async (wrong, name, hint) => {
    const { url } = await freebit();

    const { exitCode, results, hints } = await diagnose({ FREEBIT_BASE_URL: url, ...wrong });

    expect([exitCode, results[name]]).toEqual([1, 'fail']);
    expect(hints[name]).toMatch(hint);
  });

  it.each([
    [[], '--sim must name a SIM of yours.'],
    [['--sim', '123'], '--sim must be a phone number such as 09012345678.'],
    [['--sim', SIM, '--sandbox'], "Unknown option '--sandbox'; --help shows the options."],
  ])('refuses %j with exit code 2', async (args, reason) => {
    const { exitCode, lines } = await diagnose({}, args);

    expect([exitCode, lines]).toEqual([2, [reason]]);
  });
});

describe('a profile of the doctor', () => {
  it('makes the simulator answer in the recorded form', async () => {
    const file = join(folder(), 'contact.json');
    const odd = await freebit('json-only', 'detail-elsewhere', 'rejections-400', 'capitalized-names');
    await diagnose({ FREEBIT_BASE_URL: odd.url }, ['--sim', SIM, '--profile', file]);
    const alike = await startSimulator({ quirks: firstQuirks([], file) });
    atTheEnd(() => alike.close());

    const again = join(folder(), 'again.json');
    const args = ['--sim', SIM, '--profile', again, '--compare', file];
    const { hints, results } = await diagnose({ FREEBIT_BASE_URL: alike.url }, args);

    expect(hints).toMatchObject({
      encodings: 'FREEBIT_BODY_ENCODING=json',
      paths: 'FREEBIT_PATH_ACCOUNT_DETAIL=/master/getDetail/',
    });
    expect(results.compare).toBe('ok');
    expect(JSON.parse(readFileSync(again, 'utf8'))).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  it('shows what has changed since an earlier one', async () => {
    const file = join(folder(), 'contact.json');
    const simulator = await freebit();
    await diagnose({ FREEBIT_BASE_URL: simulator.url }, ['--sim', SIM, '--profile', file]);
    simulator.quirks.set({ numericDates: false, refusalHttpStatus: 400 });

    const { results, lines } = await diagnose({ FREEBIT_BASE_URL: simulator.url }, [
      '--sim',
      SIM,
      '--compare',
      file,
    ]);

    expect(results.compare).toBe('warn');
    expect(lines.map((line) => line.trim())).toEqual(
      expect.arrayContaining([
        'PA03-02 responseDatas.startDate: number -> string',
        'PA05-01 httpStatusOfRejection: 200 -> 400',
      ]),
    );
  });
});

describe('npm run doctor', () => {
  it('checks the simulator of the sandbox, and reports it as JSON', async () => {
    const { exitCode, lines } = await diagnoseByScript(['--sandbox', '--variant', 'json-only', '--json']);

    const { checks } = JSON.parse(lines.join('\n')) as { checks: { name: string; hint?: string }[] };
    expect(exitCode).toBe(1);
    expect(checks.find(({ name }) => name === 'encodings')?.hint).toBe('FREEBIT_BODY_ENCODING=json');
  });

  it('prints the output that the first-contact page shows', async () => {
    const page = readFileSync(join(__dirname, '../../docs/operators/first-contact.md'), 'utf8');
    const [, shown = ''] = /```text\n(ok {4}settings[^`]+)```/.exec(page) ?? [];

    const { exitCode, lines } = await diagnoseByScript(['--sandbox']);

    expect(exitCode).toBe(0);
    expect(shown).not.toBe('');
    for (const line of shown.split('\n').filter((text) => text.trim() !== '' && !text.includes('...')))
      expect(lines).toContain(line);
  });

  it('refuses wrong arguments with exit code 2', async () => {
    const unknown = await diagnoseByScript(['--sandbox', '--variant', 'nope']);
    const alone = await diagnoseByScript(['--variant', 'json-only', '--sim', SIM]);

    expect([unknown.exitCode, alone.exitCode]).toEqual([2, 2]);
    expect(alone.lines).toEqual(['--variant needs --sandbox.']);
  });
});
