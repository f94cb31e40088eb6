import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Number of a vendor paper. PA01-01 was put together from public clients, the others exist. */
export const DOCUMENTS = ['PA01-01', 'PA03-02', 'PA04-04', 'PA05-01', 'PA05-21'] as const;
export type DocumentNumber = (typeof DOCUMENTS)[number];

export interface RequestField {
  readonly name: string;
  readonly type: string;
  readonly required: 'always' | 'within level' | 'conditional' | 'optional' | 'unstated';
  /** Least number of characters, null where the paper gives none. */
  readonly min: number | null;
  /** Greatest number of characters, null where the paper gives none. */
  readonly max: number | null;
  readonly values?: Readonly<Record<string, string>>;
  readonly description: string;
}

export interface ResponseField {
  readonly name: string;
  readonly type: string;
  /** Table of the paper that the field stands in, when it is not the main one. */
  readonly section?: 'MVNO' | 'voice option';
  /** Object that holds the field; null where the paper names none (the voice options). */
  readonly parent?: string | null;
  readonly values?: Readonly<Record<string, string>>;
  readonly description: string;
}

export interface ResponseCode {
  readonly detailCode: number;
  /** Null where nothing is documented (PA01-01). */
  readonly statusCode: number | null;
  readonly message: string | null;
  readonly description: string;
}

export interface Paper {
  readonly document: DocumentNumber;
  readonly title: string;
  /** Below `/emptool/api`, with both slashes. */
  readonly defaultPath: string;
  readonly pathCertainty: string;
  readonly request: { readonly fields: readonly RequestField[] };
  readonly response: { readonly fields: readonly ResponseField[] };
  readonly responseCodes: readonly ResponseCode[];
}

export interface Example {
  /** What the example shows, from its file name. */
  readonly name: string;
  readonly kind: 'request' | 'response';
  /** JSON text as printed in the paper: parse it losslessly, `iccid` is beyond 2^53. */
  readonly text: string;
}

/** A request of a paper and the answer that the paper prints for it. */
export interface ExampleExchange {
  readonly name: string;
  readonly request: string;
  readonly response: string;
}

const readPaper = (document: DocumentNumber): Paper =>
  JSON.parse(readFileSync(join(__dirname, document, 'paper.json'), 'utf8')) as Paper;

export const papers: Readonly<Record<DocumentNumber, Paper>> = {
  'PA01-01': readPaper('PA01-01'),
  'PA03-02': readPaper('PA03-02'),
  'PA04-04': readPaper('PA04-04'),
  'PA05-01': readPaper('PA05-01'),
  'PA05-21': readPaper('PA05-21'),
};

/** Every example of a paper; none for PA01-01. */
export function readExamples(document: DocumentNumber): Example[] {
  const folder = join(__dirname, document, 'examples');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file): Example[] => {
    const [, name, kind] = /^(.+)\.(request|response)\.json$/.exec(file) ?? [];
    if (name === undefined || (kind !== 'request' && kind !== 'response')) return [];
    return [{ name, kind, text: readFileSync(join(folder, file), 'utf8') }];
  });
}

/** Requests paired with their answers: of the same name, or the only answer that the paper prints. */
export function readExchanges(document: DocumentNumber): ExampleExchange[] {
  const examples = readExamples(document);
  const answers = examples.filter(({ kind }) => kind === 'response');
  return examples
    .filter(({ kind }) => kind === 'request')
    .map(({ name, text }) => {
      const answer = answers.find((candidate) => candidate.name === name) ?? answers[0];
      if (answer === undefined) throw new Error(`${document} has no answer for the example ${name}`);
      return { name, request: text, response: answer.text };
    });
}
