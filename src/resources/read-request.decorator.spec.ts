import { wantsNew } from './read-request.decorator';

it.each([
  ['no-cache', true],
  ['max-age=0, No-Cache', true],
  ['no-store', false],
  ['x-no-cache', false],
  ['', false],
  [undefined, false],
])('reads from the directives %j whether a refresh is requested: %s', (header, wanted) => {
  expect(wantsNew(header)).toBe(wanted);
});
