import { randomUUID } from 'node:crypto';
import type { Test } from 'supertest';
import type { DocumentNumber } from '../../freebit-docs/papers';
import type { Gateway } from '../harness/gateway';

/** One route that asks Freebit, and what it needs to be asked. */
export interface FreebitRoute {
  readonly method: 'get' | 'post' | 'put';
  readonly template: string;
  readonly effect: 'read' | 'write';
  readonly target: 'sim' | 'share_group' | 'master_account';
  readonly document: DocumentNumber;
  /** A valid body, a different one each time: an equal write after an unknown outcome is refused. */
  readonly body?: () => object;
}

let counted = 0;
const quota = () => ({ amountMb: 1 + (counted++ % 512_000) });
const plan = () => ({ planCode: `PLAN_${counted++}` });

/** Every route that makes a call to Freebit. */
export const freebitRoutes: readonly FreebitRoute[] = [
  read('/sims/{msisdn}', 'sim', 'PA03-02'),
  read('/sims/{msisdn}/traffic', 'sim', 'PA05-01'),
  read('/sims/{msisdn}/quota', 'sim', 'PA03-02'),
  read('/sims/{msisdn}/plan', 'sim', 'PA03-02'),
  read('/share-groups/{groupCode}/traffic', 'share_group', 'PA05-01'),
  read('/master-accounts/{account}', 'master_account', 'PA03-02'),
  write('post', '/sims/{msisdn}/quota', { target: 'sim', document: 'PA04-04', body: quota }),
  write('put', '/sims/{msisdn}/plan', { target: 'sim', document: 'PA05-21', body: plan }),
  write('post', '/share-groups/{groupCode}/quota', {
    target: 'share_group',
    document: 'PA04-04',
    body: quota,
  }),
];

/** Accounts of a fresh simulator with which every call succeeds. */
const goodAccounts: Readonly<Record<FreebitRoute['target'], string>> = {
  sim: '09012345678',
  share_group: 'AAA0_00000000001',
  master_account: 'testMaster@test.ne.jp',
};

export function titleOf({ method, template }: FreebitRoute): string {
  return `${method.toUpperCase()} ${template}`;
}

export function pathOf({ template, target }: FreebitRoute, account = goodAccounts[target]): string {
  return template.replace(/\{\w+\}/, encodeURIComponent(account));
}

/** A line or group that no other test writes to: an unknown outcome keeps a line locked for a while. */
export function freshAccount(target: FreebitRoute['target']): string {
  const digits = String(counted++).padStart(9, '0');
  return target === 'share_group' ? `FRESH_${digits}` : `07${digits}`;
}

/**
 * Asks a route about an account; by default a read about a good one, a write about a new one. A write has a valid body
 * and a key of its own.
 */
export function ask(gateway: Gateway, route: FreebitRoute, account?: string): Test {
  const asked = account ?? (route.effect === 'write' ? seeded(gateway, route.target) : undefined);
  const test = gateway.http[route.method](pathOf(route, asked));
  return route.body === undefined ? test : test.set('Idempotency-Key', randomUUID()).send(route.body());
}

/** Resets accounts, calendar, faults, quirks and journal. Auth keys stay valid: logins are rationed. */
export function startOver({ freebit }: Gateway): void {
  freebit.clock.reset();
  freebit.faults.clear();
  for (const forgetful of [freebit.lines, freebit.groups, freebit.masters, freebit.quirks, freebit.journal])
    forgetful.reset();
}

function seeded({ freebit }: Gateway, target: FreebitRoute['target']): string {
  const account = freshAccount(target);
  const book = target === 'share_group' ? freebit.groups : freebit.lines;
  book.seed(account);
  return account;
}

function read(
  template: string,
  target: FreebitRoute['target'],
  document: FreebitRoute['document'],
): FreebitRoute {
  return { method: 'get', template, effect: 'read', target, document };
}

function write(
  method: 'post' | 'put',
  template: string,
  rest: Pick<FreebitRoute, 'target' | 'document'> & Required<Pick<FreebitRoute, 'body'>>,
): FreebitRoute {
  return { method, template, effect: 'write', ...rest };
}
