import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { Logger } from './logger';

const TELLS_EVERY_MS = 60_000;

type Result = Parameters<Parameters<SpanExporter['export']>[1]>[0];

/** Logs when spans do not reach the collector, and when they do again; at most once a minute. */
export class ReportedExporter implements SpanExporter {
  private told = false;
  private toldAtMs = -Infinity;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly logger: Logger,
    /** Runs a task outside of the current request. */
    private readonly outside: (tell: () => void) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  export(spans: ReadableSpan[], done: (result: Result) => void): void {
    this.exporter.export(spans, (result) => {
      this.outside(() => this.report(result));
      done(result);
    });
  }

  async forceFlush(): Promise<void> {
    await this.exporter.forceFlush?.();
  }

  async shutdown(): Promise<void> {
    await this.exporter.shutdown();
  }

  private report({ error }: Result): void {
    if (error === undefined) {
      if (this.told) this.logger.info('traces reach the collector again');
      this.told = false;
    } else if (this.now() - this.toldAtMs >= TELLS_EVERY_MS) {
      this.told = true;
      this.toldAtMs = this.now();
      this.logger.warn({ reason: codeOf(error) }, 'traces do not reach the collector and are dropped');
    }
  }
}

/** The collector's error text is not logged. */
function codeOf(error: Error): string {
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' || typeof code === 'number' ? String(code) : error.name;
}
