import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsOf } from './operations';

/** A line, group or account of the sandbox, and what it demonstrates. */
export interface Scenario {
  readonly kind: 'sim' | 'share_group' | 'master_account';
  readonly account: string;
  readonly note: string;
}

const parameterOf = { sim: 'msisdn', share_group: 'groupCode', master_account: 'account' } as const;

/** How long the page waits for the simulator, in milliseconds. */
const PATIENCE_MS = 1000;

/** The scenarios that the simulator behind a sandbox offers, fetched until it has answered once. */
export class SandboxScenarios {
  private known: readonly Scenario[] = [];

  /** `simulator` is the address of its Freebit side. A real Freebit is never asked. */
  constructor(private readonly simulator: string | undefined) {}

  /** Whether no further scenarios will come. */
  get areComplete(): boolean {
    return this.simulator === undefined || this.known.length > 0;
  }

  async load(): Promise<void> {
    if (this.simulator === undefined || this.known.length > 0) return;
    const url = new URL('/__sim/scenarios', this.simulator);
    this.known = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) })
      .then(async (response) => (response.ok ? ((await response.json()) as Scenario[]) : []))
      .catch(() => []);
  }

  /** Offers them by name wherever a path names a line, and lists them in the introduction. */
  addTo(document: OpenAPIObject): void {
    if (this.known.length === 0) return;
    const { components, info } = document;
    const inOperations = operationsOf(document).flatMap(({ parameters = [] }) => parameters);
    for (const parameter of [...inOperations, ...Object.values(components?.parameters ?? {})])
      if ('name' in parameter && parameter.in === 'path') this.offer(parameter);
    info.description = `${info.description ?? ''}\n\n${this.section()}`;
  }

  private offer(parameter: { name: string; examples?: Record<string, object> }): void {
    const fitting = this.known.filter(({ kind }) => parameterOf[kind] === parameter.name);
    if (fitting.length === 0) return;
    parameter.examples = Object.fromEntries(
      fitting.map(({ account, note }) => [account, { summary: `${account}: ${note}`, value: account }]),
    );
  }

  private section(): string {
    const rows = this.known.map(({ account, note }) => `| \`${account}\` | ${note} |`);
    return [
      '<details><summary>Scenarios: the lines of this sandbox and what they do</summary>\n',
      '| Line | What it is or does |',
      '|---|---|',
      ...rows,
      '\n</details>',
    ].join('\n');
  }
}
