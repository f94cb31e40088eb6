import type { World } from '../state/world';
import {
  groupChange,
  groupCode,
  groupSeed,
  lineChange,
  lineSeed,
  masterSeed,
  msisdn,
  trafficValues,
} from './account-input';
import { BadInput } from './bad-input';
import type { ControlEndpoint } from './endpoint';
import { listOf, object, optional, type Reader, text, whole } from './readers';

const nameOr =
  <T>(name: Reader<string>, seed: Reader<T>): Reader<string | T> =>
  (value, field) =>
    typeof value === 'string' ? name(value, field) : seed(value, field);

const seeds = object({
  lines: optional(listOf(nameOr(msisdn, lineSeed))),
  groups: optional(listOf(nameOr(groupCode, groupSeed))),
  masters: optional(listOf(masterSeed)),
});
const addition = object({ account: text, kb: whole() });
const replacement = object({ account: text, ...trafficValues });

const knownAccount = (world: World, account: string): string => {
  if (world.lines.has(account) || world.groups.has(account)) return account;
  throw new BadInput('account', 'is neither a line nor a share group of the simulator');
};

/** Lines, share groups, master accounts and their traffic. */
export const ACCOUNT_ENDPOINTS: readonly ControlEndpoint[] = [
  {
    method: 'POST',
    path: '/seed',
    summary: 'Add or replace accounts: {lines: [number or object], groups: [...], masters: [...]}',
    handle: ({ body }, { world }) => {
      const { lines = [], groups = [], masters = [] } = seeds(body, 'body');
      return {
        lines: lines.map((line) => world.lines.seed(line)),
        groups: groups.map((group) => world.groups.seed(group)),
        masters: masters.map((master) => world.masters.seed(master)),
      };
    },
  },
  { method: 'GET', path: '/lines', summary: 'All lines', handle: (_, { world }) => world.lines.all() },
  {
    method: 'DELETE',
    path: '/lines',
    summary: 'Back to the seeded lines, groups and masters; clock, faults, keys and journal stay',
    handle: (_, { world }) => {
      world.resetAccounts();
      return world.lines.all();
    },
  },
  {
    method: 'GET',
    path: '/lines/{account}',
    summary: 'One line',
    handle: ({ account }, { world }) => world.lines.find(account),
  },
  {
    method: 'PATCH',
    path: '/lines/{account}',
    summary: 'Change some values of a line, such as {state: "suspended"}',
    handle: ({ account, body }, { world }) => {
      const values = lineChange(body, 'body');
      return world.lines.has(account) ? world.lines.change(account, values) : undefined;
    },
  },
  {
    method: 'DELETE',
    path: '/lines/{account}',
    summary: 'Remove a line',
    handle: ({ account }, { world }) => (world.lines.remove(account) ? { removed: account } : undefined),
  },
  {
    method: 'GET',
    path: '/groups',
    summary: 'All share groups',
    handle: (_, { world }) => world.groups.all(),
  },
  {
    method: 'GET',
    path: '/groups/{account}',
    summary: 'One share group',
    handle: ({ account }, { world }) => world.groups.find(account),
  },
  {
    method: 'PATCH',
    path: '/groups/{account}',
    summary: 'Change some values of a share group',
    handle: ({ account, body }, { world }) => {
      const values = groupChange(body, 'body');
      return world.groups.has(account) ? world.groups.change(account, values) : undefined;
    },
  },
  {
    method: 'GET',
    path: '/masters',
    summary: 'All master accounts',
    handle: (_, { world }) => world.masters.all(),
  },
  {
    method: 'POST',
    path: '/traffic',
    summary: "Add to today's traffic of a line or group: {account, kb}",
    handle: ({ body }, { world }) => {
      const { account, kb } = addition(body, 'body');
      return world.traffic.add(knownAccount(world, account), kb);
    },
  },
  {
    method: 'PUT',
    path: '/traffic',
    summary: 'Set the traffic of a line or group: {account, today?, inRecentDays?, blackList?}',
    handle: ({ body }, { world }) => {
      const { account, ...values } = replacement(body, 'body');
      return world.traffic.set(knownAccount(world, account), values);
    },
  },
];
