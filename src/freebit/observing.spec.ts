import { Writable } from 'node:stream';
import { createLogger } from '../observability/logger';
import { Metrics } from '../observability/metrics';
import { observing } from './observing';

function setup() {
  const lines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  return { lines, observer: observing(new Metrics(), createLogger('info', destination), null) };
}

it('names the cause when Freebit cannot be reached, once for each cause, and says when it can be again', () => {
  const { lines, observer } = setup();

  for (const result of ['ok', 'ECONNREFUSED', 'ECONNREFUSED', 'ENOTFOUND', 'ok', 'ok'])
    observer.connection(result);

  expect(lines).toMatchObject([
    { cause: 'ECONNREFUSED', msg: 'Freebit cannot be reached' },
    { cause: 'ENOTFOUND', msg: 'Freebit cannot be reached' },
    { msg: 'Freebit can be reached again' },
  ]);
});

it('names each field that is not as documented once', () => {
  const { lines, observer } = setup();
  const findings = { unknownValues: ['state'], droppedFields: ['newField'] };

  observer.found('PA03-02', findings);
  observer.found('PA03-02', findings);

  const msg = 'an answer of Freebit is not as documented';
  expect(lines).toMatchObject([
    { document: 'PA03-02', field: 'state', kind: 'unknown value', msg },
    { document: 'PA03-02', field: 'newField', kind: 'dropped field', msg },
  ]);
});
