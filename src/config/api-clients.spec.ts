import fc from 'fast-check';
import { clientProperties, parseApiClients } from './api-clients';

const HASH = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const PORTAL = { id: 'portal', keySha256: [HASH], scopes: ['sims:read'] };

function problemOf(value: unknown): string {
  try {
    parseApiClients(typeof value === 'string' ? value : JSON.stringify(value));
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('the clients of the configuration', () => {
  it('are parsed as configured', () => {
    const all = [
      {
        ...PORTAL,
        keySha256: [HASH, OTHER],
        lines: ['0901*', 'AAA0_*', 'testMaster@test.ne.jp'],
        ratePerSecond: 0.3,
        trafficLines: 0,
        otherLines: 600,
        inFlight: 32,
        maxAmountMb: 512_000,
        dailyAmountMb: 1_000_000,
        planCodes: ['LTE3G_P01', 'p-2'],
      },
      {
        id: 'Batch-2',
        keySha256: ['c'.repeat(64)],
        scopes: ['quota:write', 'plan:write', 'operations:resolve'],
      },
    ];

    expect(parseApiClients(JSON.stringify(all))).toEqual(all);
    expect(parseApiClients('[]')).toEqual([]);
  });

  it.each([
    ['nonsense', 'must be JSON'],
    [{}, 'must be a JSON list of clients'],
    [[7], '[0] must be an object'],
    [[null, PORTAL], '[0] must be an object'],
    [[{ ...PORTAL, id: 'a_b' }], '[0].id must be 1-32 letters, digits or hyphens'],
    [[{ ...PORTAL, id: 'x'.repeat(33) }], '[0].id must be 1-32 letters, digits or hyphens'],
    [[{ ...PORTAL, id: undefined }], '[0].id must be 1-32 letters, digits or hyphens'],
    [[{ ...PORTAL, keySha256: [] }], '[0].keySha256 must be a list with 1 to 2 entries'],
    [[{ ...PORTAL, keySha256: [HASH, OTHER, HASH] }], '[0].keySha256 must be a list with 1 to 2 entries'],
    [[{ ...PORTAL, keySha256: HASH }], '[0].keySha256 must be a list with 1 to 2 entries'],
    [
      [{ ...PORTAL, keySha256: [HASH, HASH.toUpperCase()] }],
      '[0].keySha256[1] must be a SHA-256 in 64 lower-case hex digits',
    ],
    [[PORTAL, { ...PORTAL, id: 'two', scopes: [] }], '[1].scopes must be a list with 1 to 4 entries'],
    [
      [{ ...PORTAL, scopes: ['sims:read', 'sims:write'] }],
      '[0].scopes[1] must be one of sims:read, quota:write, plan:write, operations:resolve',
    ],
    [[{ ...PORTAL, lines: [] }], '[0].lines must be a list with 1 to 1000 entries'],
    [[{ ...PORTAL, ratePerSecond: 0 }], '[0].ratePerSecond must be a number above 0, 10000 at most'],
    [[{ ...PORTAL, ratePerSecond: '5' }], '[0].ratePerSecond must be a number above 0, 10000 at most'],
    [[{ ...PORTAL, key: 'hush' }], `[0] has a property other than ${clientProperties.join(', ')}`],
    [[PORTAL, { ...PORTAL, keySha256: [OTHER] }], '[1].id repeats an earlier value'],
    [[PORTAL, { ...PORTAL, id: 'two' }], '[1].keySha256 repeats an earlier value'],
    [[{ ...PORTAL, keySha256: [HASH, HASH] }], '[0].keySha256 repeats an earlier value'],
  ])('%j are refused', (value, problem) => {
    expect(problemOf(value)).toBe(problem);
  });

  it('are refused with all errors at once, and without any value', () => {
    const hush = 'fbgw_hush_hush';

    const problem = problemOf([
      { id: hush, keySha256: [hush], scopes: [hush], lines: [`${hush} *`], [hush]: hush },
    ]);

    expect(problem.split('; ').map((each) => each.split(' ')[0])).toEqual([
      '[0].id',
      '[0].keySha256[0]',
      '[0].scopes[0]',
      '[0].lines[0]',
      '[0]',
    ]);
    expect(problem).not.toContain('hush');
    expect(problemOf(`[{"id": "${hush}"`)).not.toContain('hush');
  });

  it('never show their text in an error', () => {
    const hush = fc.constant('hush-hush_hush');
    const anything = fc.oneof(
      hush,
      fc.array(hush),
      fc.dictionary(hush, hush),
      fc.double(),
      fc.constant(null),
    );
    const client = fc.record(
      Object.fromEntries([...clientProperties, 'hush'].map((name) => [name, anything])),
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(fc.array(client, { minLength: 1 }), (clients) => {
        const problem = problemOf(clients);
        expect(problem).toMatch(/^\[0\]/);
        expect(problem).not.toContain('hush');
      }),
    );
  });
});
