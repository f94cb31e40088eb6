import { AuditUnavailable } from './audit-log';
import { Output, type WriteSome } from './output';

/** A pipe that takes a few bytes at a time, or none while it is full or broken. */
class Pipe {
  private bytes = Buffer.alloc(0);
  error: string | undefined;
  atOnce = Infinity;

  readonly writeSome: WriteSome = (bytes, from, done) => {
    setImmediate(() => {
      if (this.error) return done(Object.assign(new Error('no'), { code: this.error }), 0);
      const end = Math.min(bytes.length, from + this.atOnce);
      this.bytes = Buffer.concat([this.bytes, bytes.subarray(from, end)]);
      done(null, end - from);
    });
  };

  get lines(): string[] {
    return this.bytes.toString().split('\n').slice(0, -1);
  }
}

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('the output', () => {
  let pipe: Pipe;
  let changes: (string | null)[];
  let output: Output;
  beforeEach(() => {
    pipe = new Pipe();
    changes = [];
    output = new Output(pipe.writeSome, (cause) => changes.push(cause));
  });

  it('keeps lines whole and in order when only a few bytes are accepted at a time', async () => {
    pipe.atOnce = 7;
    const records = Array.from({ length: 50 }, (_, index) => {
      output.write(`log ${index} ${'é'.repeat(20)}\n`);
      return output.record(`audit ${index}\n`, true);
    });

    // A late record is rejected, but still written.
    await Promise.allSettled(records);
    await output.flush(10_000);

    const of = (kind: string) => pipe.lines.filter((line) => line.startsWith(kind));
    expect(of('audit')).toEqual(Array.from({ length: 50 }, (_, index) => `audit ${index}`));
    expect(of('log')).toEqual(Array.from({ length: 50 }, (_, index) => `log ${index} ${'é'.repeat(20)}`));
    expect(pipe.lines).toHaveLength(100);
  });

  it('writes portions that a pipe takes atomically, except for longer lines', async () => {
    const sizes: number[] = [];
    output = new Output((bytes, from, done) => {
      sizes.push(bytes.length - from);
      pipe.writeSome(bytes, from, done);
    });
    for (let index = 0; index < 200; index++) output.write(`${'x'.repeat(300)}\n`);
    output.write(`${'y'.repeat(5_000)}\n`);

    await output.flush(10_000);

    expect(sizes.filter((size) => size > 4_096)).toEqual([5_001]);
    expect(sizes.length).toBeLessThan(20);
    expect(pipe.lines).toHaveLength(201);
  });

  it('drops whole log lines when too many wait, counts them, and writes audit lines first', async () => {
    pipe.error = 'EAGAIN';
    for (let index = 0; index < 20; index++) output.write(`${`${index}`.repeat(100_000)}\n`);
    const recorded = output.record('audit\n', true);
    pipe.error = undefined;

    await recorded;
    await output.flush(10_000);

    expect(output.dropped).toBeGreaterThan(0);
    expect(pipe.lines).toHaveLength(20 - output.dropped + 1);
    expect(pipe.lines.findIndex((line) => line === 'audit')).toBeLessThan(3);
    for (const line of pipe.lines.filter((each) => each !== 'audit')) expect(line).toMatch(/^(\d+?)\1+$/);
  });

  it('reports once within a second that the reader is too slow, and writes every line later', async () => {
    pipe.error = 'EAGAIN';
    const late = ['1', '2'].map((id) => output.record(`${id}\n`, true));

    for (const each of await Promise.allSettled(late))
      expect(each).toMatchObject({ status: 'rejected', reason: new AuditUnavailable(true) });

    expect(output.cause).toBe('too_slow');
    await expect(output.record('3\n', true)).rejects.toThrow(AuditUnavailable);
    pipe.error = undefined;
    await until(() => output.cause === null);
    await output.record('4\n', true);
    expect(pipe.lines).toEqual(['1', '2', '3', '4']);
    expect(changes).toEqual(['too_slow', null]);
  });

  it.each(['EPIPE', 'ENOSPC'])('refuses at once after %s, and continues when that is over', async (code) => {
    pipe.error = code;
    output.write('a log line\n');
    await until(() => output.cause !== null);

    await expect(output.record('1\n', true)).rejects.toThrow(AuditUnavailable);
    pipe.error = undefined;
    await until(() => output.cause === null);
    await output.flush(10_000);

    expect(changes).toEqual([code, null]);
    expect(pipe.lines).toEqual(['a log line', '1']);
  });

  it('refuses an intent while a thousand lines wait, but accepts every outcome', async () => {
    pipe.error = 'EAGAIN';
    const waiting = Array.from({ length: 1_000 }, (_, index) => output.record(`${index}\n`, true));

    await expect(output.record('one too many\n', true)).rejects.toMatchObject({ willFollow: false });
    waiting.push(output.record('last\n', false));
    pipe.error = undefined;
    await Promise.allSettled(waiting);
    await output.flush(10_000);

    expect(pipe.lines).toHaveLength(1_001);
    expect(pipe.lines.at(-1)).toBe('last');
  });

  it('ends a flush after a while in any case', async () => {
    pipe.error = 'EAGAIN';
    output.write('a line\n');

    await expect(output.flush(20)).resolves.toBeUndefined();
  });
});
