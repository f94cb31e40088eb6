import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Child } from '../harness/child';
import { GatewayProcess } from '../harness/gateway-process';
import { keyOf } from '../harness/test-client';
import { firstQuirks } from '../../simulator/first-quirks';
import { startSimulator, type Simulator } from '../../simulator/simulator';

const ROOT = resolve(__dirname, '../..');

export const SIM = '09012345678';
export const FREEBIT = { FREEBIT_OEM_ID: 'sandbox-oem', FREEBIT_OEM_KEY: 'sandbox-oem-key' };

/** Generous, because a busy machine does not mean a slow Freebit. */
const PATIENT = {
  ...{ FREEBIT_RATE_PER_SECOND: '0', FREEBIT_CONNECT_TIMEOUT_MS: '60000', FREEBIT_LOGIN_TIMEOUT_MS: '60000' },
  ...{ FREEBIT_READ_TIMEOUT_MS: '60000', READ_DEADLINE_MS: '60000' },
};

/** The result of a run of the doctor. */
export interface Diagnosis {
  readonly exitCode: number | null;
  readonly lines: readonly string[];
  /** Results by the name of the check. */
  readonly results: Readonly<Record<string, string>>;
  /** Hints by the name of the check. */
  readonly hints: Readonly<Record<string, string>>;
}

/** Runs the doctor of the image. */
export function diagnose(env: Readonly<Record<string, string>>, args = ['--sim', SIM]): Promise<Diagnosis> {
  return run(join(ROOT, 'dist/doctor.js'), args, { ...PATIENT, ...FREEBIT, ...env });
}

/** Runs `npm run doctor`. */
export function diagnoseByScript(args: readonly string[], env = {}): Promise<Diagnosis> {
  return run(join(ROOT, 'scripts/doctor.mjs'), args, env);
}

/** The settings in hints such as `FREEBIT_BODY_ENCODING=json`. */
export function settingsIn(hints: readonly string[]): Record<string, string> {
  const settings = hints.map((hint) => /^(\w+)=(.*)$/.exec(hint) ?? []);
  return Object.fromEntries(settings.map(([, name = '', value = '']) => [name, value]));
}

const closers: (() => unknown)[] = [];
/** Runs this at the end of the test, last one first. */
export function atTheEnd(close: () => unknown): void {
  closers.push(close);
}

/** Call this after each test. */
export async function closeAll(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

/** A simulator that differs from the papers. */
export async function freebit(...variants: string[]): Promise<Simulator> {
  const simulator = await startSimulator({ quirks: firstQuirks(variants) });
  closers.push(() => simulator.close());
  return simulator;
}

export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'doctor-'));
  closers.push(() => rmSync(path, { recursive: true }));
  return path;
}

/** Statuses of a read of details and one of traffic through a gateway with these settings. */
export async function readThroughGateway(env: Readonly<Record<string, string>>): Promise<number[]> {
  const gateway = await GatewayProcess.start({ env: { ...PATIENT, ...FREEBIT, ...env } });
  closers.push(() => gateway.kill());
  const statuses: number[] = [];
  for (const path of [`/sims/${SIM}`, `/sims/${SIM}/traffic`]) {
    const answer = await fetch(`${gateway.url}${path}`, { headers: keyOf() });
    await answer.arrayBuffer();
    statuses.push(answer.status);
  }
  return statuses;
}

async function run(
  entry: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Diagnosis> {
  const { PATH = '', HOME = '' } = process.env;
  const child = new Child(process.execPath, [entry, ...args], { env: { PATH, HOME, ...env } });
  const exitCode = await child.exited;
  const results: Record<string, string> = {};
  const hints: Record<string, string> = {};
  let name = '';
  for (const line of child.lines) {
    const [, result, found] = /^(ok|warn|fail) {2,}(.{15}) {2}/.exec(line) ?? [];
    if (result !== undefined && found !== undefined) {
      name = found.trim();
      results[name] = result;
    }
    const [, hint] = /^ +set: (.*)$/.exec(line) ?? [];
    if (hint !== undefined) hints[name] = hint;
  }
  return { exitCode, lines: child.lines, results, hints };
}
