import { createHash } from 'node:crypto';
import { publicPath } from '../public-path';
import { type ProblemCode, problemCodes, problemKind, problemType } from './problem-catalogue';
import { problemExample } from '../docs/problem-schemas';
import { problemExamples } from './problem-examples';
import { statusesOf } from './problem-kind';

const STYLE =
  'body{font:16px/1.5 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#222}' +
  'code,pre{font-family:monospace;background:#f3f3f3}pre{padding:1rem;overflow:auto}' +
  'dt{font-weight:bold;margin-top:1rem}dd{margin:0}td,th{text-align:left;padding:.2rem 1rem .2rem 0;vertical-align:top}';

/** Nothing is loaded or run; the one style is allowed by its hash. */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** Whether an `Accept` header comes from a browser that opens a page. */
export function wantsPage(accept: string | undefined): boolean {
  return accept !== undefined && /\btext\/html\b/.test(accept) && !accept.includes('json');
}

/** What happened, whether a write was applied, what to do, and an example. */
export function problemPage(code: ProblemCode): string {
  const kind = problemKind(code);
  const { request } = problemExamples[code];
  const rows = [
    ['What happened', prose(kind.detail)],
    ['Was a write applied?', prose(outcomeOf(code))],
    ['What to do', prose(kind.whatToDo)],
    [
      'Send the same request again?',
      kind.retryable ? 'Yes, it may then succeed.' : 'No, the answer would be the same.',
    ],
    ...(request ? [['In the sandbox', `<code>${escape(request)}</code> gets this answer.`]] : []),
  ];
  const list = rows.map(([name, text]) => `<dt>${name}</dt><dd>${text}</dd>`).join('');
  const example = escape(JSON.stringify(problemExample(code), null, 2));
  return page(
    kind.title,
    `<p><code>${code}</code>, HTTP ${statusesOf(kind).join(', ')}</p><dl>${list}</dl><h2>Example</h2><pre>${example}</pre><p><a href="${publicPath('/problems')}">All problems</a></p>`,
  );
}

/** Every kind of problem, with a link to its page. */
export function problemListPage(): string {
  const rows = problemCodes.map((code) => {
    const kind = problemKind(code);
    const link = `<a href="${problemType(code)}"><code>${code}</code></a>`;
    return `<tr><td>${statusesOf(kind).join(', ')}</td><td>${link}</td><td>${escape(kind.title)}</td></tr>`;
  });
  return page(
    'Problems of the Freebit gateway',
    `<p>Every error is one of these. Branch on <code>code</code>.</p><table><thead><tr><th>Status</th><th>code</th><th>Title</th></tr></thead><tbody>${rows.join('')}</tbody></table>`,
  );
}

function outcomeOf(code: ProblemCode): string {
  return problemKind(code).outcome === 'unknown'
    ? 'Unknown, unless `outcome` says `not_applied`: it may or may not have been applied.'
    : 'No, this request has applied nothing. On writes, `outcome` shows this.';
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${STYLE}</style></head><body><h1>${escape(title)}</h1>${body}</body></html>`;
}

/** The texts of the catalogue; text in backticks as code. */
function prose(text: string): string {
  return escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
