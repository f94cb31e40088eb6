import { kindOf } from './answer-kind';
import { answersAgree } from './answers-agree';
import type { History, WriteStory } from './history';
import { falseRefusal, lastWord } from './refusals';
import { staysOnRecord } from './stays-on-record';
import type { Found, InvariantName } from './violation';

export interface Invariant {
  readonly name: InvariantName;
  readonly wish: string;
  /** The first violation, or undefined. */
  readonly violation: (story: WriteStory, history: History) => Found | undefined;
}

/** What must hold for each single write. I5 is about lines and has its own file. */
export const invariants: readonly Invariant[] = [
  { name: 'I1', wish: 'a key is executed at most once', violation: executedTwice },
  { name: 'I2', wish: 'a success was executed', violation: falseSuccess },
  { name: 'I3', wish: 'a write that is answered as not applied was not executed', violation: falseRefusal },
  {
    name: 'I4',
    wish: 'the final answers of a key are equal, and are not forgotten',
    violation: answersAgree,
  },
  { name: 'I6', wish: 'an unknown outcome stays unknown until it is resolved', violation: staysOnRecord },
  { name: 'I7', wish: 'a healthy key is never refused for ever', violation: lastWord },
];

function executedTwice({ sendings }: WriteStory): Found | undefined {
  const executed = sendings.flatMap(({ executedMs }) => executedMs ?? []).sort((a, b) => a - b);
  const [, second] = executed;
  return second === undefined ? undefined : { seenMs: second, says: `executed ${executed.length} times` };
}

function falseSuccess({ askings, sendings }: WriteStory): Found | undefined {
  for (const { answer, answeredMs } of askings) {
    if (!answer || answeredMs === null || kindOf(answer) !== 'success') continue;
    const isTrue = sendings.some(({ executedMs }) => executedMs !== null && executedMs <= answeredMs);
    if (!isTrue) return { seenMs: answeredMs, says: 'answered a success that was not executed' };
  }
  return undefined;
}
