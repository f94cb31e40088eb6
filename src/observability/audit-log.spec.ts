import { AuditLog, AuditUnavailable, type AuditLine } from './audit-log';

const line = (operationId: string, audit: AuditLine['audit'] = 'intent'): AuditLine => ({
  ...{ audit, operationId, caller: 'portal', type: 'quota_addition', line: '090****5678' },
});

/** A sink that writes in pieces, and holds everything back while it is blocked. */
class Pipe {
  text = '';
  private release: (() => void) | undefined;
  private open = Promise.resolve();

  block(): void {
    this.open = new Promise((resolve) => (this.release = resolve));
  }

  unblock(): void {
    this.release?.();
  }

  get ids(): string[] {
    const lines = this.text.split('\n').slice(0, -1);
    return lines.map((one) => (JSON.parse(one) as AuditLine).operationId);
  }

  readonly sink = async (text: string): Promise<void> => {
    for (let at = 0; at < text.length; at += 40) {
      await this.open;
      this.text += text.slice(at, at + 40);
    }
  };
}

describe('the audit log', () => {
  afterEach(() => jest.useRealTimers());

  it('writes JSON lines with their time, whole and in the order in which they came', async () => {
    const pipe = new Pipe();
    const log = new AuditLog(pipe.sink);
    const ids = Array.from({ length: 100 }, (_, index) => `${index}`);

    await Promise.all(ids.map((id) => log.write(line(id))));

    expect(pipe.ids).toEqual(ids);
    expect(JSON.parse(pipe.text.split('\n')[0] ?? '')).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      ...line('0'),
    });
  });

  it('says within a second that nobody takes its lines', async () => {
    jest.useFakeTimers();
    const pipe = new Pipe();
    pipe.block();
    const refused = expect(new AuditLog(pipe.sink).write(line('1'))).rejects.toThrow(AuditUnavailable);

    await jest.advanceTimersByTimeAsync(1_000);

    await refused;
  });

  it('drops no line for which it was too late: they follow once they can', async () => {
    jest.useFakeTimers();
    const pipe = new Pipe();
    const log = new AuditLog(pipe.sink);
    pipe.block();
    const late = [log.write(line('1')), log.write(line('1', 'outcome'))].map((one) =>
      one.catch(() => 'late'),
    );
    await jest.advanceTimersByTimeAsync(1_000);

    pipe.unblock();
    await log.write(line('2'));

    expect(await Promise.all(late)).toEqual(['late', 'late']);
    expect(pipe.ids).toEqual(['1', '1', '2']);
  });

  it('announces nothing more while a thousand lines wait, and still takes every outcome', async () => {
    jest.useFakeTimers();
    const pipe = new Pipe();
    const log = new AuditLog(pipe.sink);
    pipe.block();
    const tell = (one: AuditLine) => log.write(one).catch(() => undefined);
    const waiting = Array.from({ length: 1_000 }, (_, index) => tell(line(`${index}`)));

    await expect(log.write(line('one too many'))).rejects.toThrow(AuditUnavailable);
    const last = tell(line('last', 'outcome'));
    pipe.unblock();
    await Promise.all([...waiting, last]);

    expect(pipe.ids).not.toContain('one too many');
    expect(pipe.ids).toHaveLength(1_001);
    expect(pipe.ids.at(-1)).toBe('last');
  });

  it('goes on after a line that could not be written', async () => {
    const written: string[] = [];
    const sink = jest
      .fn(async (text: string) => void written.push(text))
      .mockRejectedValueOnce(new Error('the disk is full'));
    const log = new AuditLog(sink);

    await expect(log.write(line('1'))).rejects.toThrow(AuditUnavailable);
    await log.write(line('2'));

    expect(written).toHaveLength(1);
  });
});
