import type { WriteType } from './history';

/** The contracts with Freebit of a run. Each has its own OEM id and gateways; both share Redis, callers, keys and lines. */
export const CONTRACTS = ['first', 'second'] as const;

export type Contract = (typeof CONTRACTS)[number];

/** How a history names a write: two contracts, or two types, may use the same key. */
export function writeName(contract: Contract, type: WriteType, key: string): string {
  return `${contract} ${type} ${key}`;
}

/** The contract in the name of a write. */
export function contractOf(write: string): string {
  return write.split(' ', 1)[0] ?? '';
}
