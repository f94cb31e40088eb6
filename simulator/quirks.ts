export const CASINGS = ['papers', 'lower', 'upper', 'capitalized', 'snake'] as const;
export const TEXT_ENCODINGS = ['utf-8', 'shift_jis'] as const;
export const REQUEST_ENCODINGS = ['form', 'multipart', 'json'] as const;
export const FIELD_TYPES = ['string', 'number', 'boolean', 'null', 'object', 'array'] as const;

/** The format of a field of an answer. */
export interface FieldShape {
  readonly type: (typeof FIELD_TYPES)[number];
  /** Characters of its text. */
  readonly length?: number | undefined;
  /** Its text with 9 for a digit, A and a for letters, あ for other letters; everything else is literal. */
  readonly shape?: string | undefined;
}

/** The differences of one call. */
export interface CallShape {
  /** The only accepted encoding of its JSON; absent: all of them. */
  readonly encoding?: (typeof REQUEST_ENCODINGS)[number] | undefined;
  /** The path below `/emptool/api`, in place of the paper's, which is then unknown. */
  readonly path?: string | undefined;
  readonly httpStatusOfRejection?: number | undefined;
  /** Fields of a success by name, such as `responseDatas.account`, or `responseDatas[].account` in a list. */
  readonly fields?: Readonly<Record<string, FieldShape>> | undefined;
}

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
  /** Voice options are below `talkOption`; off: flat on the account, without `state`. */
  nestedVoiceOptions: boolean;
  /** Names of voice options in lower case, such as `voicemail`. */
  lowercaseVoiceOptions: boolean;
  /** Messages as in the papers; off: Japanese. */
  paperMessages: boolean;
  /** PA03-02 puts 210 and 211 into `responseDatas` below an outer 100. */
  refusalsInside: boolean;
  /** PA05-21 rejects with the class in `resultCode` and the detail code in `statusCode`. */
  planChangeDetailInStatusCode: boolean;
  /** Every call rejects with the class in `resultCode` and the detail code in `statusCode`. */
  detailInStatusCode: boolean;
  /** HTTP status of rejections: always the same, or equal to `statusCode`. */
  refusalHttpStatus: 200 | 400 | 500 | 'statusCode';
  /** The case of field names. */
  fieldNames: (typeof CASINGS)[number];
  /** The encoding of answers. */
  textEncoding: (typeof TEXT_ENCODINGS)[number];
  /** The charset in the Content-Type, true or not; null: none. */
  charset: string | null;
  /** The differences of single calls, by paper. */
  calls: Readonly<Record<string, CallShape>>;
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
  detailInStatusCode: false,
  refusalHttpStatus: 200,
  fieldNames: 'papers',
  textEncoding: 'utf-8',
  charset: 'UTF-8',
  calls: {},
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
  'detailInStatusCode',
] as const satisfies readonly (keyof QuirkSettings)[];

/** The current quirks. */
export class Quirks {
  readonly #first: QuirkSettings;
  #settings: QuirkSettings;

  /** Quirks that are set at the start and again after a reset. */
  constructor(first: Partial<QuirkSettings> = {}) {
    this.#first = { ...DEFAULTS, ...first };
    this.#settings = this.#first;
  }

  get settings(): Readonly<QuirkSettings> {
    return this.#settings;
  }

  /** Switches the given quirks. */
  set(settings: Partial<QuirkSettings>): void {
    this.#settings = { ...this.#settings, ...settings };
  }

  reset(): void {
    this.#settings = this.#first;
  }
}
