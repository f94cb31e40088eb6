const INTRODUCTION = `# Copy to .env, fill in what Freebit gave you, then: node --env-file=.env dist/main.js
# A variable X may also come from a file that X_FILE names; secrets should. Variables that are commented out are
# optional. Generated from the code by npm run settings. docs/operators/configuration.md explains more.
`;

/** The value in `.env.example` of a required setting without a default. */
const SANDBOX = { FREEBIT_OEM_ID: 'sandbox-oem', FREEBIT_OEM_KEY: 'sandbox-oem-key' };

/** The text of `.env.example`: every setting with meaning and default, commented out if it is optional. */
export function envExample(groups) {
  const sections = groups.map(({ title, settings }) => {
    const entries = Object.entries(settings).map(([name, setting]) => exampleOf(name, setting));
    return [`# ---- ${title} ----`, ...entries].join('\n\n');
  });
  return `${[INTRODUCTION.trimEnd(), ...sections].join('\n\n')}\n`;
}

function exampleOf(name, { meaning, unit, secret, unset, fallback, required, example, allowed }) {
  const facts = [
    `Allowed: ${allowed}${unit === undefined ? '' : ` (${unit})`}.`,
    ...(secret ? ['A secret.'] : []),
    ...(unset === undefined ? [] : [`Unset: ${unset}.`]),
  ];
  const value = fallback ?? SANDBOX[name] ?? example ?? '';
  return [`# ${meaning}`, `# ${facts.join(' ')}`, `${required ? '' : '#'}${name}=${value}`].join('\n');
}

/** A document with generated tables between markers with their names. */
export function withTables(document, tables) {
  return Object.entries(tables).reduce((text, [name, groups]) => {
    const marked = new RegExp(`(<!-- ${name} -->\n)[^]*?(\n<!-- /${name} -->)`);
    if (!marked.test(text)) throw new Error(`the document has no <!-- ${name} --> and <!-- /${name} -->`);
    return text.replace(marked, (_, begin, end) => `${begin}\n${groups.map(section).join('\n\n')}\n${end}`);
  }, document);
}

function section({ title, settings }) {
  const rows = Object.entries(settings).map(([name, setting]) => row(name, setting));
  return [`### ${title}`, '', ...table(rows)].join('\n');
}

function table(rows) {
  return [['Name', 'Meaning', 'Unit', 'Default', 'Allowed', 'Secret'], Array(6).fill('---'), ...rows].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
}

function row(name, { meaning, unit = '', secret, unset, fallback, allowed }) {
  const standsFor = fallback === undefined ? (unset ?? 'required') : `\`${fallback}\``;
  return [`\`${name}\``, meaning, unit, standsFor, allowed, secret ? 'yes' : 'no'];
}
