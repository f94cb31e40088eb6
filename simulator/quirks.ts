/** Peculiarities of the real service, each of which can be switched. */
export interface QuirkSettings {
  /** PA03-02 writes a phone number as a JSON number, without its leading zero. */
  numericAccount: boolean;
  /** PA03-02 writes `iccid` and `imsi` as JSON numbers, beyond 2^53 and exact. */
  numericIccid: boolean;
  /** PA03-02 writes days as JSON numbers. */
  numericDates: boolean;
  /** Codes are strings or numbers as in each paper's examples; off: numbers everywhere. */
  mixedCodeTypes: boolean;
  /** `statusCode` of a successful plan change is 100; off: 200. */
  planChangeStatus100: boolean;
  /** `responseDatas` of a line is an object; off: a list of one. */
  mvnoAsObject: boolean;
  /** `inRecentDays` of a share group is ""; off: its days. */
  emptyRecentDaysOfGroups: boolean;
  /** `async` is {} without a job; off: left out. */
  emptyAsync: boolean;
  /** Voice options stand below `talkOption`; off: flat on the account, without `state`. */
  nestedVoiceOptions: boolean;
  /** Names of voice options in lower case, such as `voicemail`. */
  lowercaseVoiceOptions: boolean;
  /** Messages as in the papers; off: Japanese. */
  paperMessages: boolean;
  /** PA03-02 puts 210 and 211 into `responseDatas` below an outer 100. */
  refusalsInside: boolean;
  /** PA05-21 refuses with the class in `resultCode` and the detail code in `statusCode`. */
  planChangeDetailInStatusCode: boolean;
  /** HTTP status of refusals: always 200, or equal to `statusCode`. */
  refusalHttpStatus: 200 | 'statusCode';
  /** Value of `globalIp` that allots an address; null: only `20` is accepted. */
  globalIpEnabledCode: string | null;
}

const DEFAULTS: QuirkSettings = {
  numericAccount: true,
  numericIccid: true,
  numericDates: true,
  mixedCodeTypes: true,
  planChangeStatus100: true,
  mvnoAsObject: true,
  emptyRecentDaysOfGroups: true,
  emptyAsync: true,
  nestedVoiceOptions: true,
  lowercaseVoiceOptions: false,
  paperMessages: false,
  refusalsInside: false,
  planChangeDetailInStatusCode: false,
  refusalHttpStatus: 200,
  globalIpEnabledCode: null,
};

/** Names of the quirks that are on or off. */
export const QUIRK_SWITCHES = [
  'numericAccount',
  'numericIccid',
  'numericDates',
  'mixedCodeTypes',
  'planChangeStatus100',
  'mvnoAsObject',
  'emptyRecentDaysOfGroups',
  'emptyAsync',
  'nestedVoiceOptions',
  'lowercaseVoiceOptions',
  'paperMessages',
  'refusalsInside',
  'planChangeDetailInStatusCode',
] as const satisfies readonly (keyof QuirkSettings)[];

/** The quirks as they stand. */
export class Quirks {
  #settings: QuirkSettings = { ...DEFAULTS };

  get settings(): Readonly<QuirkSettings> {
    return this.#settings;
  }

  /** Switches what is given. */
  set(settings: Partial<QuirkSettings>): void {
    this.#settings = { ...this.#settings, ...settings };
  }

  reset(): void {
    this.#settings = { ...DEFAULTS };
  }
}
