import { GatewayProcess } from './gateway-process';

/** Several replicas of the gateway with the same settings. */
export class Fleet {
  private constructor(readonly gateways: readonly GatewayProcess[]) {}

  static async start(size: number, env: Readonly<Record<string, string>>, entry?: string): Promise<Fleet> {
    const settings = { EXPECTED_REPLICAS: `${size}`, ...env };
    const started = await Promise.allSettled(
      Array.from({ length: size }, () => GatewayProcess.start({ env: settings, entry })),
    );
    const gateways = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failure = started.find((one) => one.status === 'rejected');
    const fleet = new Fleet(gateways);
    if (!failure) return fleet;
    await fleet.kill();
    throw failure.reason;
  }

  /** The replica for a turn, round robin. */
  at(index: number): GatewayProcess {
    const gateway = this.gateways[index % this.gateways.length];
    if (!gateway) throw new RangeError('the fleet is empty');
    return gateway;
  }

  /** The output of all replicas. */
  get lines(): string[] {
    return this.gateways.flatMap((gateway) => [...gateway.lines]);
  }

  async stop(): Promise<void> {
    await Promise.all(this.gateways.map((gateway) => gateway.stop()));
  }

  async kill(): Promise<void> {
    await Promise.all(this.gateways.map((gateway) => gateway.kill()));
  }
}
