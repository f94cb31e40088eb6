import type { ServerResponse } from 'node:http';
import type { Answer } from '../wire/answer';

/** A request, as a fault sees it. */
export interface FaultyExchange {
  readonly response: ServerResponse;
  /** Processes the call normally, which applies writes. */
  readonly serve: () => Answer;
  /** The answer for a detail code, without processing the call. */
  readonly refuse: (code: number) => Answer;
  readonly send: (answer: Answer) => void;
}

/** A fault of one request. */
export interface Fault {
  readonly name: string;
  readonly play: (exchange: FaultyExchange) => void | Promise<void>;
}
