/** Where the description is served: `/docs` for people, `/docs-json` and `/docs-yaml` for programs. */
export const docsPath = 'docs';

/** Whether a route belongs to the description. */
export function isDocsPath(url: string): boolean {
  return /^\/docs(?:$|\/|-(?:json|yaml)$)/.test(url);
}
