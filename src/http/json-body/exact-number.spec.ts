import fc from 'fast-check';
import { isExact } from './exact-number';

it.each([
  '0',
  '-0',
  '0.0',
  '1',
  '1.0',
  '1.50',
  '1e2',
  '1E+2',
  '100e-2',
  '9007199254740991',
  '1e21',
  '0.1',
  '1e300',
])('%s keeps its digits', (literal) => expect(isExact(literal)).toBe(true));

it.each(['9007199254740993', '1e400', '-1e400', '1e-400', '0.10000000000000000001', '8981199993109195123'])(
  '%s loses digits',
  (literal) => expect(isExact(literal)).toBe(false),
);

it('lets every number through that JavaScript wrote itself', () => {
  const double = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(fc.property(double, (value) => isExact(JSON.stringify(value))));
});
