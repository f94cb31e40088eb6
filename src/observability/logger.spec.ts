import { Writable } from 'node:stream';
import { describeError } from './describe-error';
import { createLogger } from './logger';
import { NestLogger } from './nest-logger';

describe('the log', () => {
  const lines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()));
      done();
    },
  });
  const logger = createLogger('info', destination);
  beforeEach(() => lines.splice(0));

  it('keeps only the fields of the allow-list', () => {
    const others = { authKey: 'secret', body: { line: '090' } };
    logger.info({ status: 200, ...others }, 'request completed');

    expect(lines).toEqual([
      { level: 'info', time: expect.any(String), status: 200, msg: 'request completed' },
    ]);
  });

  it('names the trace of an entry, if there is one', () => {
    const traces = ['4bf92f3577b34da6a3ce929d0e0e4736', undefined];
    const traced = createLogger('info', destination, () => traces.shift());

    traced.info('first');
    traced.info('second');

    expect(lines).toMatchObject([{ traceId: '4bf92f3577b34da6a3ce929d0e0e4736' }, { msg: 'second' }]);
    expect(lines[1]).not.toHaveProperty('traceId');
  });

  it('keeps only name, code, message and stack of an error, with long numbers masked', () => {
    const error = Object.assign(new Error('of 09012345678'), {
      code: 'E_X',
      config: { data: 'authKey=secret' },
    });

    logger.error({ error: describeError(error) }, 'failed');

    expect(lines[0]?.error).toMatchObject({ name: 'Error', code: 'E_X', message: 'of 090****5678' });
    expect(JSON.stringify(lines)).not.toMatch(/secret|09012345678/);
    expect(describeError('a thrown string')).toEqual({ name: 'string', message: expect.any(String) });
  });

  it('contains the important entries of Nest, with their context', () => {
    const nest = new NestLogger(logger);

    nest.warn('The connection to Redis was lost', 'RedisStore');
    nest.error(new Error('no'), 'a stack', 'Injector');
    nest.log('Mapped {/sims/:msisdn, GET} route', 'RouterExplorer');

    expect(lines).toMatchObject([
      { level: 'warn', context: 'RedisStore', msg: 'The connection to Redis was lost' },
      { level: 'error', context: 'Injector', error: { message: 'no' } },
    ]);
    expect(lines).toHaveLength(2);
  });
});
