import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { ApiKeys } from './api-keys';

const SECRET = 'x'.repeat(43);
const keyOf = (id: string, secret = SECRET) => `fbgw_${id}_${secret}`;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('API keys', () => {
  const old = keyOf('portal');
  const fresh = keyOf('portal', 'y'.repeat(64));
  const keys = new ApiKeys([
    { id: 'portal', keySha256: [sha256(old), sha256(fresh)], scopes: ['sims:read'], lines: ['0901*'] },
    { id: 'batch', keySha256: [sha256(keyOf('batch'))], scopes: ['quota:write'], ratePerSecond: 3 },
  ]);

  it('identify the caller and its scopes', () => {
    const [portal, batch] = [keys.callerOf(old), keys.callerOf(keyOf('batch'))];

    const authenticatedBy = 'api_key';
    expect(portal).toEqual({
      id: 'portal',
      authenticatedBy,
      scopes: new Set(['sims:read']),
      lines: ['0901*'],
    });
    expect(batch).toEqual({
      id: 'batch',
      authenticatedBy,
      scopes: new Set(['quota:write']),
      ratePerSecond: 3,
    });
  });

  it('may be two per client', () => {
    expect(keys.callerOf(fresh)).toEqual(keys.callerOf(old));
  });

  it.each([
    ['of an unknown client', keyOf('unknown')],
    ['with another secret', keyOf('portal', 'z'.repeat(43))],
    ['of another client', keyOf('batch', 'y'.repeat(64))],
    ['with more behind them', `${old}x`],
    ['with another beginning', old.replace('fbgw', 'FBGW')],
    ['in quotes', `"${old}"`],
    ['twice', `${old}, ${old}`],
    ['without a secret', 'fbgw_portal_'],
    ['with a short secret', 'fbgw_portal_abc'],
    ['that are the hash', sha256(old)],
    ['that are empty', ''],
    ['that are as long as headers can be', keyOf('portal', 'x'.repeat(16_000))],
  ])('%s are refused', (_, key) => {
    expect(keys.callerOf(key)).toBeNull();
  });

  it('are valid only if they are in the latest list', () => {
    const own = new ApiKeys([{ id: 'portal', keySha256: [sha256(old)], scopes: ['sims:read'] }]);

    own.replace([{ id: 'portal', keySha256: [sha256(fresh)], scopes: ['plan:write'] }]);

    expect(own.callerOf(old)).toBeNull();
    expect(own.callerOf(fresh)?.scopes).toEqual(new Set(['plan:write']));
    own.replace([]);
    expect([own.callerOf(fresh), own.isEmpty]).toEqual([null, true]);
  });

  it('are never accepted by chance', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('portal', 'batch', 'unknown'),
        fc.stringMatching(/^[A-Za-z0-9_-]{32,64}$/),
        (id, secret) => {
          fc.pre(![old, fresh, keyOf('batch')].includes(keyOf(id, secret)));
          expect(keys.callerOf(keyOf(id, secret))).toBeNull();
        },
      ),
    );
  });

  it('reveal the client id that they claim only if that client exists', () => {
    const claimed = ['portal', 'unknown'].map((id) => keys.claimedId(keyOf(id, 'z'.repeat(43))));

    expect([...claimed, keys.claimedId('nonsense')]).toEqual(['portal', undefined, undefined]);
  });
});
