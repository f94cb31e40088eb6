import { createGatewayClient, newIdempotencyKey, NoAnswerError } from 'freebit-gateway-client';
import { drawUsage } from './chart.mjs';
import { showWrites } from './writes.mjs';

// The page holds no key: its own server adds the key and the name of the user.
const gateway = createGatewayClient({ baseUrl: `${location.origin}/api` });
const $ = (selector) => document.querySelector(selector);
let msisdn = '';

$('#look-up').addEventListener('submit', (event) => {
  event.preventDefault();
  void lookUp(new FormData(event.target).get('msisdn').trim());
});
$('#plan').addEventListener('submit', (event) => {
  event.preventDefault();
  const { planCode, effectiveOn } = Object.fromEntries(new FormData(event.target));
  const body = { planCode, ...(effectiveOn && { effectiveOn }) };
  void write((init) => gateway.PUT('/sims/{msisdn}/plan', { ...init, body }), planChanged);
});
for (const button of document.querySelectorAll('[data-add]')) {
  const body = { amountMb: Number(button.dataset.add) };
  const added = ({ amountMb }) => `${amountMb} MB were added.`;
  button.addEventListener('click', () => {
    void write((init) => gateway.POST('/sims/{msisdn}/quota', { ...init, body }), added);
  });
}

const planChanged = ({ planCode, state, effectiveOn }) =>
  state === 'scheduled' ? `The plan becomes ${planCode} on ${effectiveOn}.` : `The plan is ${planCode} now.`;

async function lookUp(number) {
  msisdn = number;
  say('');
  const params = { path: { msisdn } };
  const [sim, traffic] = await Promise.all([
    gateway.GET('/sims/{msisdn}', { params }),
    gateway.GET('/sims/{msisdn}/traffic', { params }),
  ]).catch((error) => [{ error }, { error }]);
  $('main').hidden = sim.error !== undefined;
  if (sim.error) return sayProblem(sim.error);
  showLine(sim.data);
  drawUsage($('#chart'), $('#caption'), traffic);
  await refreshWrites();
}

function showLine({ msisdn: number, status, planCode, quotaMb, pendingOperation, retrievedAt, stale }) {
  const job = pendingOperation ? `${pendingOperation.type}, on ${pendingOperation.scheduledOn}` : 'none';
  const rows = {
    'Phone number': number,
    Status: status,
    Plan: planCode ?? 'none',
    Quota: quotaMb === null || quotaMb === undefined ? 'not known' : `${quotaMb} MB, as Freebit gives it`,
    'Pending job': job,
    Read: `${new Date(retrievedAt).toLocaleTimeString()}${stale ? ', older than usual: Freebit does not answer' : ''}`,
  };
  $('#line').replaceChildren(
    ...Object.entries(rows).flatMap(([name, value]) => [element('dt', name), element('dd', value)]),
  );
}

/** One intent of the user: one key, however often it is sent. */
async function write(send, success) {
  const init = { params: { path: { msisdn }, header: { 'Idempotency-Key': newIdempotencyKey() } } };
  const attempt = async () => {
    disable(true);
    say('Sending ...');
    try {
      const { data, error } = await send(init);
      if (data) await lookUp(msisdn);
      if (data) say(success(data));
      else if (error.outcome === 'unknown') await sayUnknown(error);
      else sayProblem(error, error.retryable ? attempt : undefined);
    } catch (error) {
      sayProblem(error, error instanceof NoAnswerError ? attempt : undefined);
    }
    disable(false);
  };
  await attempt();
}

async function sayUnknown({ title, operationId }) {
  say(
    `${title}. Do not send it again: it may have been applied. Waiting for Freebit's answer ...`,
    'unknown',
  );
  if (operationId === undefined) return;
  const waiting = refreshWrites([operationId]);
  const { state } = await gateway.waitForOperation(operationId, { timeoutMs: 10_000 });
  await waiting;
  if (state === 'applied') say('It was applied.');
  else if (state === 'not_applied') say('It was not applied. It may be sent again.', 'problem');
  else say(`${title}. Look at Freebit's own history, and record below what it shows.`, 'unknown');
  await refreshWrites([operationId]);
}

/** Reads one by one the writes that the list may not show yet. */
function refreshWrites(operationIds = []) {
  return showWrites({
    gateway,
    msisdn,
    operationIds,
    list: $('#writes'),
    note: $('#writes-note'),
    say,
    lookUp,
  });
}

function sayProblem(problem, again) {
  const errors = (problem.errors ?? []).map(({ message }) => message);
  say([problem.title ?? problem.message, problem.detail, ...errors].filter(Boolean).join(' '), 'problem');
  if (!again) return;
  const button = element('button', 'Send again, with the same key');
  button.addEventListener('click', () => void again());
  $('#message').append(' ', button);
}

function say(text, kind = '') {
  $('#message').textContent = text;
  $('#message').className = kind;
}

function disable(value) {
  for (const button of document.querySelectorAll('main button')) button.disabled = value;
}

function element(name, text) {
  return Object.assign(document.createElement(name), { textContent: text });
}
