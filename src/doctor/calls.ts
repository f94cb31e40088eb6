import { bodyEncodings } from '../freebit/wire/body-encoding';
import { type BodyEncoding, CALLS } from '../config/body-encodings';
import type { Config } from '../config/config';
import type { FreebitCall, FreebitDocument } from '../freebit/calls/freebit-call';
import { rejectionOf } from '../freebit/result-codes';
import { SUCCESS } from '../freebit/wire/envelope';
import { UnreadableAnswer } from '../freebit/wire/unreadable-answer';
import { WireReader } from '../freebit/wire/wire-reader';
import type { Heard, Probe, Way } from './probe';

/** Other paths of a call, as other installations have them. */
const OTHER_PATHS: Partial<Record<FreebitDocument, readonly string[]>> = {
  'PA03-02': ['/mvno/getDetail/', '/master/getDetail/'],
};

/**
 * The path and encoding with which Freebit understood a call, and its answer; with null, the result of those in the
 * settings.
 */
export interface Found {
  readonly way: Way | null;
  readonly heard: Heard;
}

/** What the doctor needs to know of any call. */
export type AnyCall = Pick<FreebitCall<never, unknown>, 'document' | 'path'>;

/** The path of the settings. */
export function pathOf(config: Config['freebit'], { document, path }: AnyCall): string {
  return config.paths[document] ?? path;
}

/** The encoding of a call: as found, else as named in the settings, else that of the login. */
export function encodingOf(
  document: FreebitDocument,
  found: ReadonlyMap<FreebitDocument, Way>,
  config: Config['freebit'],
): BodyEncoding {
  const named = config.bodyEncodings[document];
  const ofLogin = found.get('PA01-01')?.encoding ?? config.bodyEncoding;
  return found.get(document)?.encoding ?? (named === config.bodyEncoding ? ofLogin : named);
}

/** Tries path and encoding of the settings first, then the others, until Freebit understands the request. */
export async function findWay(
  probe: Probe,
  document: FreebitDocument,
  usual: Way,
  request: object,
): Promise<Found> {
  let first: Heard | undefined;
  for (const path of new Set([usual.path, ...(OTHER_PATHS[document] ?? [])]))
    for (const encoding of new Set<BodyEncoding>([usual.encoding, ...bodyEncodings])) {
      const way = { path, encoding };
      const heard = await probe.ask(way, request);
      first ??= heard;
      if (isUnderstood(document, heard)) return { way, heard };
      if (heard.kind === 'broken') return { way: null, heard: first };
      // Another encoding does not help when the path does not exist.
      if (heard.kind === 'unreadable' && heard.httpStatus === 404) break;
    }
  return { way: null, heard: first ?? { kind: 'broken', cause: 'UNKNOWN' } };
}

/** Rejections that prove that Freebit has read the account. */
const ABOUT_THE_ACCOUNT = new Set([
  'account_not_found',
  'account_state',
  'share_group_not_found',
  'phone_number_not_eligible',
  'in_share_group',
]);

function isUnderstood(document: FreebitDocument, heard: Heard): boolean {
  if (heard.kind === 'unreadable') return heard.why.includes('snake_case') && heard.httpStatus === 200;
  if (heard.kind === 'broken') return false;
  const { detailCode } = heard.envelope;
  return detailCode === SUCCESS || (document !== 'PA01-01' && ABOUT_THE_ACCOUNT.has(rejectionOf(detailCode)));
}

export type Answer = Extract<Heard, { kind: 'answer' }>;

/** The answer of a successful request, else null. */
export function successOf(heard: Heard): Answer | null {
  return heard.kind === 'answer' && heard.envelope.detailCode === SUCCESS ? heard : null;
}

/** How the gateway would read a success: the unknown names, or why it cannot be read. */
export function decodes<Input>(
  call: FreebitCall<Input, unknown>,
  input: Input,
  { envelope }: Answer,
): { readonly unknown: readonly string[] } | { readonly unreadable: string } {
  const reader = new WireReader(envelope.body).ignore('resultCode', 'status');
  try {
    call.decode(reader, input);
    reader.dropRest();
    const { droppedFields, unknownValues } = reader.findings;
    return { unknown: [...new Set([...droppedFields, ...unknownValues])] };
  } catch (error) {
    if (!(error instanceof UnreadableAnswer)) throw error;
    return { unreadable: error.message };
  }
}

/**
 * The text of FREEBIT_BODY_ENCODING for the result. The writes are not tried: they use the encoding of the settings,
 * else that of the login.
 */
export function encodingSetting(found: ReadonlyMap<FreebitDocument, Way>, config: Config['freebit']): string {
  const usual = found.get('PA01-01')?.encoding ?? config.bodyEncoding;
  const exceptions = Object.entries(CALLS).flatMap(([name, document]) => {
    const encoding = encodingOf(document, found, config);
    return encoding === usual ? [] : [`${name}=${encoding}`];
  });
  return [usual, ...exceptions].join(',');
}
