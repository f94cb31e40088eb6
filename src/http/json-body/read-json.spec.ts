import fc from 'fast-check';
import { ProblemError } from '../problems/problem-error';
import { readJson } from './read-json';

describe('reading a JSON body', () => {
  it('gives what JSON.parse gives, or refuses', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        try {
          expect(readJson(Buffer.from(text))).toEqual(JSON.parse(text));
        } catch (error) {
          expect(pointersOf(error).length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('points at every fault, in nested arrays and objects too', () => {
    const text = '{"a":[{"b":1,"b":2},1e999],"c":{"__proto__":1}}';

    expect(pointersOf(thrownBy(text))).toEqual(['#/a/0/b', '#/a/1', '#/c/__proto__']);
  });

  it('is quick and calm with what is nested too deeply or wrong a thousand times', () => {
    const deep = '['.repeat(8_192) + ']'.repeat(8_192);
    const many = `{${'"a":1,'.repeat(2_500)}"a":1}`;
    const begin = performance.now();

    for (const text of [deep, '['.repeat(16_384), '{"a":'.repeat(3_000)]) {
      try {
        readJson(Buffer.from(text));
      } catch (error) {
        expect(error).toBeInstanceOf(ProblemError);
      }
    }
    expect(pointersOf(thrownBy(many))).toHaveLength(50);
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  it('does not change any prototype', () => {
    expect(thrownBy('{"__proto__":{"polluted":true}}')).toBeInstanceOf(ProblemError);
    expect({}).not.toHaveProperty('polluted');
  });
});

function thrownBy(text: string): unknown {
  try {
    return readJson(Buffer.from(text));
  } catch (error) {
    return error;
  }
}

function pointersOf(error: unknown): (string | undefined)[] {
  return error instanceof ProblemError ? (error.facts.errors ?? []).map(({ pointer }) => pointer) : [];
}
