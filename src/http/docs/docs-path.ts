/** Where the API description is served: `/docs` for people, `/docs-json` and `/docs-yaml` for programs. */
export const docsPath = 'docs';

/** Redirects to the API description, where it is served. */
export const rootPath = '/';

/** Whether a route serves the API description. */
export function isDocsPath(url: string): boolean {
  return /^\/docs(?:$|\/|-(?:json|yaml)$)/.test(url);
}
