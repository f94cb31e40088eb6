import { naming, type Name } from '../lines/line-names';

/** Names callers by their ids. The same caller has another name under another contract with Freebit (host and OEM id). */
export class CallerNames {
  readonly of: (callerId: string) => Name;

  constructor(secret: string, contract: string) {
    this.of = naming(secret, contract, 'names of callers');
  }
}
