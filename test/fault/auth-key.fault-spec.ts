import { Gateway } from '../harness/gateway';
import { GatewayProcess } from '../harness/gateway-process';
import { silence } from '../harness/upstream-timing';
import {
  ADD_QUOTA,
  askFor,
  crowd,
  DETAIL,
  KeyOffice,
  LOGIN,
  quantileMs,
  startBench,
  statuses,
  stream,
  TRAFFIC,
  type Answered,
  type Bench,
} from './auth-key-bench';
import { eventually, promisedMs } from '../harness/slow-is-not-wrong';

const { AUTH_REQUESTS = '300', AUTH_RATE = '50', AUTH_SECONDS = '2', FIGURES } = process.env;
const [requests, rate, seconds] = [AUTH_REQUESTS, AUTH_RATE, AUTH_SECONDS].map(Number) as [
  number,
  number,
  number,
];
const REPLICAS = 3;
/** A caller that waits for a login gets no answer before its deadline. */
const AT_ONCE_MS = promisedMs(100, 4_000);
/** A replica that cannot reach Redis on a busy machine logs in on its own. */
const LOGINS_ALONE = FIGURES ? 0 : REPLICAS;
const TIMEOUT_MS = 90_000 + seconds * 1_000;

/** The number of logins that are allowed since the bench was reset. */
const loginsSince = (startedMs: number) => 3 + Math.ceil((performance.now() - startedMs) / 10_000);

/** Prints figures if they were requested. */
function report(what: string, answers: readonly Answered[], logins: number): void {
  if (!FIGURES) return;
  const [p50, p99, max] = [0.5, 0.99, 1].map((part) => Math.round(quantileMs(answers, part)));
  const counts = statuses(answers).map(
    (status) => `${answers.filter((one) => one.status === status).length} x ${status}`,
  );
  process.stdout.write(
    `${what}: ${counts.join(', ')}; p50 ${p50} p99 ${p99} max ${max} ms; ${logins} logins\n`,
  );
}

describe('the auth key of three replicas', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench(REPLICAS);
  }, TIMEOUT_MS);
  afterEach(() => bench.forget());
  afterAll(async () => {
    await bench.close();
    expect(bench.fleet.lines.join('\n')).not.toMatch(bench.secrets);
  }, TIMEOUT_MS);

  it(
    'is requested at a bounded rate when Freebit refuses the credentials',
    async () => {
      const { office, fleet } = bench;
      office.refusesCredentials = true;
      const startedMs = performance.now();

      const answers = await stream(fleet, rate, seconds);
      report('wrong credentials', answers, office.logins);

      expect(statuses(answers)).toEqual([503]);
      expect(answers.filter(({ retryAfter }) => !(Number(retryAfter) >= 1))).toEqual([]);
      expect(office.logins).toBeLessThanOrEqual(loginsSince(startedMs));
      expect(office.upstream.requestsTo(TRAFFIC)).toHaveLength(0);
      expect(quantileMs(answers, 0.9)).toBeLessThan(AT_ONCE_MS);
    },
    TIMEOUT_MS,
  );

  it(
    'is renewed at a bounded rate when Freebit refuses every key, and callers are answered at once',
    async () => {
      const { office, fleet } = bench;
      office.refusesEveryKey = true;
      const startedMs = performance.now();

      const answers = await stream(fleet, rate, seconds);
      // By now three keys have been refused for the whole time they were young.
      const paused = await stream(fleet, rate, seconds);
      report('every key refused', paused, office.logins);

      expect(statuses([...answers, ...paused])).toEqual([503]);
      expect(answers.filter(({ retryAfter }) => !(Number(retryAfter) >= 1))).toEqual([]);
      expect(office.logins).toBeLessThanOrEqual(loginsSince(startedMs));
      expect(quantileMs(paused.slice(paused.length / 2), 0.5)).toBeLessThan(AT_ONCE_MS);
    },
    TIMEOUT_MS,
  );

  it(
    'takes one login for all cold requests, and one more when it is revoked during requests',
    async () => {
      const { office, fleet } = bench;
      const cold = await crowd(fleet, requests);
      const [loginsWhenCold, agreedWhenCold] = [office.logins, await bench.agreedLogins()];
      report('cold', cold, loginsWhenCold);

      const revoked = crowd(fleet, requests);
      await office.upstream.received(TRAFFIC, requests + Math.floor(requests / 3));
      office.revoke();
      const answers = await revoked;
      report('revoked', answers, office.logins - loginsWhenCold);

      const agreed = await bench.agreedLogins();
      expect([cold, answers].map(statuses)).toEqual([[200], [200]]);
      expect([agreedWhenCold, agreed]).toEqual([1, 2]);
      expect(loginsWhenCold - agreedWhenCold).toBeLessThanOrEqual(LOGINS_ALONE);
      expect(office.logins - agreed).toBeLessThanOrEqual(LOGINS_ALONE);
      // Once with the old key, up to four retries while it is young, once with the new key.
      expect(Math.max(...office.callsByLine.values())).toBeLessThanOrEqual(6);
    },
    TIMEOUT_MS,
  );

  it(
    'is renewed at a bounded rate while another system keeps logging in',
    async () => {
      const { office, fleet } = bench;
      const startedMs = performance.now();
      const rival = setInterval(() => office.revoke(), 150);

      const answers = await stream(fleet, rate, seconds);
      clearInterval(rival);
      report('rival', answers, office.logins);

      expect(statuses(answers).filter((status) => status !== 200 && status !== 503)).toEqual([]);
      expect(office.logins).toBeLessThanOrEqual(loginsSince(startedMs));
    },
    TIMEOUT_MS,
  );

  it(
    'is obtained by another replica when the one that logs in is killed',
    async () => {
      const { office, fleet } = bench;
      office.upstream.answer(LOGIN, silence(), office.login);
      const lost = askFor(fleet.at(0)).catch(() => null);
      await office.upstream.received(LOGIN);
      const waiting = Array.from({ length: 20 }, (_, index) => askFor(fleet.at(1 + (index % 2))));

      await fleet.at(0).kill();
      const answers = await Promise.all(waiting);
      report('leader killed', answers, office.logins);

      expect(await lost).toBeNull();
      expect(statuses(answers)).toEqual([200]);
      expect(office.logins).toBe(2);
    },
    TIMEOUT_MS,
  );
});

describe('the auth key of two replicas', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench(2);
    await crowd(bench.fleet, 10);
  }, TIMEOUT_MS);
  afterAll(() => bench.close(), TIMEOUT_MS);

  it(
    'stays in memory while Redis is frozen, without a login',
    async () => {
      const { office, redis, fleet } = bench;
      redis.freeze();

      const frozen = await stream(fleet, rate, 2);
      redis.thaw();
      const thawed = await stream(fleet, rate, 1);

      expect([frozen, thawed].map(statuses)).toEqual([[200], [200]]);
      expect(office.logins).toBe(1);
      expect(quantileMs(frozen, 1)).toBeLessThan(promisedMs(1_000));
    },
    TIMEOUT_MS,
  );

  it(
    'stays in memory while Redis is down, costs a cold process one login, and is shared again later',
    async () => {
      const { office, redis, fleet, environment } = bench;
      const loginsBefore = office.logins;
      await redis.stop();
      const warm = await stream(fleet, rate, 1.5);
      const loginsWhenDown = office.logins;
      const cold = await GatewayProcess.start({ env: environment });
      const coldAnswers = await Promise.all(Array.from({ length: 30 }, () => askFor(cold)));
      const loginsWhenCold = office.logins;

      await redis.restart();
      const back: Answered[] = [];
      await eventually(async () => {
        back.push(...(await stream(fleet, rate, 0.5)), await askFor(cold));
        return ((await redis.cli('KEYS', '*auth:*')) as string[]).length > 0;
      });
      await cold.kill();

      expect([loginsBefore, loginsWhenDown, loginsWhenCold]).toEqual([1, 1, 2]);
      expect([warm, coldAnswers, back].map(statuses)).toEqual([[200], [200], [200]]);
      // The restarted Redis is empty, which costs one login.
      expect(office.logins).toBeLessThanOrEqual(3);
    },
    TIMEOUT_MS,
  );
});

describe('the auth key of one environment', () => {
  it(
    'is never used for another host or OEM id that shares its Redis',
    async () => {
      const bench = await startBench(0);
      const { office, redis } = bench;
      const environment = { ...bench.environment, LOG_LEVEL: 'fatal' };
      const other = await KeyOffice.start();
      const environments = [
        environment,
        { ...environment, FREEBIT_BASE_URL: other.upstream.url },
        { ...environment, FREEBIT_OEM_ID: 'another-oem' },
        { ...environment, FREEBIT_OEM_KEY: 'another-oem-key' },
      ];
      const gateways = await Promise.all(environments.map((one) => Gateway.start(one)));

      const answers = await Promise.all([...gateways, ...gateways].map((gateway) => askFor(gateway)));
      const keys = (await redis.cli('KEYS', '*auth:*')) as string[];
      for (const gateway of gateways) await gateway.close();
      await Promise.all([other.upstream.close(), bench.close()]);

      expect(statuses(answers)).toEqual([200]);
      expect([office.logins, other.logins, keys.length]).toEqual([3, 1, 4]);
      expect(keys.join()).not.toMatch(/oem|127\.0\.0\.1/);
    },
    TIMEOUT_MS,
  );
});

describe('the auth key of a process', () => {
  let office: KeyOffice;
  let gateway: Gateway;
  beforeEach(async () => {
    office = await KeyOffice.start();
    gateway = await Gateway.start({ FREEBIT_BASE_URL: office.upstream.url });
  });
  afterEach(async () => {
    await gateway.close();
    await office.upstream.close();
  });

  const every = async <Answer>(ms: number, forMs: number, act: (index: number) => PromiseLike<Answer>) => {
    const answers: PromiseLike<Answer>[] = [];
    for (let at = 0; at < forMs; at += ms) {
      answers.push(act(at / ms));
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
    return await Promise.all(answers);
  };
  const line = (index: number) => `0803333${String(index).padStart(4, '0')}`;
  const statusesOf = (answers: readonly { status: number }[]) => [
    ...new Set(answers.map(({ status }) => status)),
  ];

  it(
    'keeps serving traffic and top-ups when PA03-02 refuses every key',
    async () => {
      office.refusedCalls.add(DETAIL);
      const startedMs = performance.now();

      const [details, traffic, topUps] = await Promise.all([
        every(50, 8_000, (index) => gateway.http.get(`/sims/${line(index)}`)),
        every(250, 8_000, () => askFor(gateway)),
        every(500, 8_000, (index) =>
          gateway.http.post(`/sims/${line(1_000 + index)}/quota`).send({ amountMb: 1 }),
        ),
      ]);

      expect([details, traffic, topUps].map(statusesOf)).toEqual([[503], [200], [201]]);
      expect(office.upstream.executions(ADD_QUOTA)).toHaveLength(topUps.length);
      expect(office.logins).toBeLessThanOrEqual(loginsSince(startedMs));
    },
    TIMEOUT_MS,
  );

  it(
    'is kept and retried instead of replaced when it becomes valid late',
    async () => {
      office.goodAfterMs = 800;

      const answers = await every(20, 2_000, () => askFor(gateway));

      expect(statusesOf(answers)).toEqual([200]);
      expect(office.logins).toBe(1);
      expect(Math.max(...office.callsByLine.values())).toBeLessThanOrEqual(5);
    },
    TIMEOUT_MS,
  );
});
