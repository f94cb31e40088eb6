/* Runs in the browser, before Swagger UI starts: what the page of the API description does beyond it. */

/**
 * A link that ends in `#api-key=...` opens the page with that key filled in. What follows a `#` is never sent to a
 * server. The key leaves the address bar before anything else happens; the tab remembers it.
 */
const [, givenKey] = /^#api-key=(\w[\w-]*)$/.exec(window.location.hash) ?? [];
if (givenKey) {
  window.sessionStorage.setItem('api-key', givenKey);
  window.history.replaceState(null, '', window.location.pathname);
}

const PROBLEM = 'application/problem+json';

const at = (document, ref) =>
  ref
    .slice(2)
    .split('/')
    .reduce((node, name) => node?.[name.replaceAll('~1', '/').replaceAll('~0', '~')], document);

const resolved = (document, node) => (node?.$ref ? at(document, node.$ref) : node);

const isProblem = (document, response) => Boolean(resolved(document, response)?.content?.[PROBLEM]);

/** The problems of a response: code, the path that explains it, title, and what to do. */
const problemsOf = (document, response) => {
  const schema = resolved(document, response)?.content?.[PROBLEM]?.schema;
  return (schema?.oneOf ?? [schema])
    .map((each) => resolved(document, each))
    .filter((each) => each?.examples?.[0])
    .map(({ description, examples: [{ code, type, title }] }) => ({ code, type, title, description }));
};

/** The rows of one status; only the first one says it. */
const rows = (h, status, problems) =>
  problems.map(({ code, type, title, description }, index) =>
    h(
      'tr',
      { key: status + code },
      h('td', null, index === 0 ? status : ''),
      h('td', null, h('a', { href: type, target: '_blank', rel: 'noreferrer' }, code)),
      h('td', { title: description }, title),
    ),
  );

/** All problems of an operation in one table that is closed at first; null when it has none. */
const problemTable = (h, document, responses) => {
  const groups = Object.entries(responses).map(([status, each]) => [status, problemsOf(document, each)]);
  const count = groups.reduce((sum, [, problems]) => sum + problems.length, 0);
  if (count === 0) return null;
  const head = ['Status', 'code', 'Title'].map((name) => h('th', { key: name }, name));
  const body = groups.flatMap(([status, problems]) => rows(h, status, problems));
  return h(
    'details',
    { className: 'gateway-problems' },
    h('summary', null, `Problems (${count}), by status and code`),
    h('table', null, h('thead', null, h('tr', null, head)), h('tbody', null, body)),
  );
};

/** Shows what a route answers when all is well, then its problems; headers only to those who open them. */
window.freebitGatewayPlugin = ({ React: { createElement: h } }) => ({
  wrapComponents: {
    responses:
      (Original, { specSelectors }) =>
      (props) => {
        const document = specSelectors.specJson().toJS();
        const all = document.paths?.[props.path]?.[props.method]?.responses ?? {};
        const shown = props.responses.filter((_, status) => !isProblem(document, all[status]));
        return h('div', null, h(Original, { ...props, responses: shown }), problemTable(h, document, all));
      },
    headers: (Original) => (props) =>
      h('details', { className: 'gateway-headers' }, h('summary', null, 'Headers'), h(Original, props)),
  },
});
