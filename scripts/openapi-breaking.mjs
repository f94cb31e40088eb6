import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RELEASES = join(ROOT, 'deploy/openapi');
const USAGE = `Lists the changes between two API descriptions that break callers, and exits with 1 if there are any.

  npm run openapi:breaking                       openapi.json against that of the last release
  npm run openapi:breaking -- BEFORE AFTER       any two files
  --help                                         this text

The last release is the highest openapi-<version>.json in deploy/openapi. Without one, nothing can break.
Breaking: a path, method, parameter, response, media type, property or enum value that is gone; something newly required
in a request or no longer promised in a response; another type; a tighter bound on a request. Additions are not.`;

/** Bounds that allow less when they change in this direction: 1 up, -1 down. */
const BOUNDS = {
  ...{ minimum: 1, exclusiveMinimum: 1, minLength: 1, minItems: 1 },
  ...{ maximum: -1, exclusiveMaximum: -1, maxLength: -1, maxItems: -1 },
};
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** Compares two descriptions and collects the differences in `found`, each with its place. */
class Comparison {
  found = new Set();
  seen = new Set();

  constructor(before, after) {
    this.before = before;
    this.after = after;
  }

  run() {
    for (const [path, item] of Object.entries(this.before.paths ?? {})) {
      const now = this.after.paths?.[path];
      if (!now) this.report(path, 'the path is gone');
      else
        for (const method of METHODS)
          this.operations(`${method.toUpperCase()} ${path}`, item[method], now[method]);
    }
    return [...this.found];
  }

  report(place, what) {
    this.found.add(`${place}: ${what}`);
  }

  operations(place, was, now) {
    if (!was) return;
    if (!now) return this.report(place, 'the method is gone');
    this.parameters(place, was.parameters ?? [], now.parameters ?? []);
    this.bodies(`${place} request`, was.requestBody, now.requestBody);
    for (const [status, response] of Object.entries(was.responses ?? {})) {
      const answer = now.responses?.[status];
      if (!answer) this.report(place, `the response ${status} is gone`);
      else this.responses(`${place} ${status}`, this.of(this.before, response), this.of(this.after, answer));
    }
  }

  parameters(place, was, now) {
    const keyed = (root, list) => {
      return new Map(
        list.map((each) => this.of(root, each)).map((each) => [`${each.in} ${each.name}`, each]),
      );
    };
    const [before, after] = [keyed(this.before, was), keyed(this.after, now)];
    for (const [name, parameter] of before) {
      const current = after.get(name);
      if (!current) this.report(place, `the parameter "${name}" is gone`);
      else this.schemas(`${place} "${name}"`, parameter.schema, current.schema, 'request');
    }
    for (const [name, { required }] of after) {
      if (required && !before.get(name)?.required)
        this.report(place, `the parameter "${name}" is newly required`);
    }
  }

  bodies(place, before, after) {
    const [was, now] = [this.of(this.before, before), this.of(this.after, after)];
    if (was && !now) return this.report(place, 'the body is gone');
    if (now?.required && !was?.required) this.report(place, 'the body is newly required');
    if (was) this.contents(place, was.content, now.content, 'request');
  }

  responses(place, was, now) {
    for (const name of Object.keys(was.headers ?? {})) {
      if (!now.headers?.[name]) this.report(place, `the header ${name} is gone`);
    }
    this.contents(place, was.content, now.content, 'response');
  }

  contents(place, was = {}, now = {}, direction) {
    for (const [type, { schema }] of Object.entries(was)) {
      if (!now[type]) this.report(place, `the media type ${type} is gone`);
      else this.schemas(place, schema, now[type].schema, direction);
    }
  }

  schemas(place, before, after, direction) {
    if (before === undefined || after === undefined) return;
    const pair = `${direction} ${JSON.stringify(before)} ${JSON.stringify(after)}`;
    // Schemas may contain themselves, and the same pair has the same differences everywhere.
    if (this.seen.has(pair)) return;
    this.seen.add(pair);
    const [was, now] = [this.whole(this.before, before), this.whole(this.after, after)];
    this.types(place, was, now, direction);
    this.values(place, was, now);
    if (direction === 'request') this.bounds(place, was, now);
    this.properties(place, was, now, direction);
    this.schemas(`${place}[]`, was.items, now.items, direction);
    this.branches(place, was, now, direction);
  }

  types(place, was, now, direction) {
    const [before, after] = [typesOf(was), typesOf(now)];
    if (before.length === 0 || after.length === 0) return;
    const lost = before.filter(
      (type) => !after.includes(type) && !(type === 'integer' && after.includes('number')),
    );
    const added = after.filter(
      (type) => !before.includes(type) && !(type === 'integer' && before.includes('number')),
    );
    if ((direction === 'request' ? lost : added).length > 0) {
      this.report(place, `the type was ${before.join(' or ')} and is ${after.join(' or ')}`);
    }
  }

  values(place, was, now) {
    const [before, after] = [was, now].map(
      ({ enum: values, const: only }) => values ?? (only === undefined ? null : [only]),
    );
    if (!before || !after) return;
    const gone = before.filter((value) => !after.includes(value));
    if (gone.length > 0)
      this.report(place, `the values ${gone.map((value) => JSON.stringify(value)).join(', ')} are gone`);
  }

  bounds(place, was, now) {
    for (const [name, tighter] of Object.entries(BOUNDS)) {
      const before = was[name] ?? -tighter * Infinity;
      if (now[name] !== undefined && (now[name] - before) * tighter > 0) {
        this.report(place, `${name} was ${was[name] ?? 'open'} and is ${now[name]}`);
      }
    }
    if (now.pattern !== undefined && now.pattern !== was.pattern)
      this.report(place, 'the pattern is another');
  }

  properties(place, was, now, direction) {
    for (const [name, schema] of Object.entries(was.properties ?? {})) {
      const current = now.properties?.[name];
      if (current === undefined) this.report(place, `the property "${name}" is gone`);
      else this.schemas(`${place}.${name}`, schema, current, direction);
    }
    this.required(place, was, now, direction);
  }

  /** A request may not need more than before, and an answer may not promise less. */
  required(place, was, now, direction) {
    const [before, after] = [was.required ?? [], now.required ?? []];
    const more = (list, other) => list.filter((name) => !other.includes(name));
    if (direction === 'request') {
      for (const name of more(after, before)) this.report(place, `the property "${name}" is newly required`);
    } else {
      const kept = more(before, after).filter((name) => now.properties?.[name] !== undefined);
      for (const name of kept) this.report(place, `the property "${name}" is no longer promised`);
    }
  }

  /** Alternatives are identified by the name of their component, else by their position. */
  branches(place, was, now, direction) {
    for (const word of ['oneOf', 'anyOf']) {
      const after = now[word] ?? [];
      for (const [index, branch] of (was[word] ?? []).entries()) {
        const match = after.find(({ $ref }) => $ref && $ref === branch.$ref) ?? after[index];
        if (match) this.schemas(`${place} ${nameOf(branch, index)}`, branch, match, direction);
        else this.report(place, `the alternative ${nameOf(branch, index)} is gone`);
      }
    }
  }

  /** The target of a reference. */
  of(root, value) {
    if (!value?.$ref) return value;
    const target = value.$ref
      .split('/')
      .slice(1)
      .reduce((node, name) => node?.[name], root);
    if (target === undefined) throw new Error(`${value.$ref} is not in the description`);
    return this.of(root, target);
  }

  /** A schema with its references resolved and all parts of its `allOf` merged. */
  whole(root, schema) {
    const { allOf = [], ...own } = this.of(root, schema);
    return [...allOf.map((part) => this.whole(root, part)), own].reduce(
      (sum, part) => ({
        ...sum,
        ...part,
        properties: { ...sum.properties, ...part.properties },
        required: [...(sum.required ?? []), ...(part.required ?? [])],
      }),
      {},
    );
  }
}

function typesOf({ type, nullable }) {
  return [...new Set([type ?? []].flat().concat(nullable ? ['null'] : []))];
}

function nameOf({ $ref }, index) {
  return $ref ? $ref.split('/').at(-1) : `${index + 1}`;
}

/** The description of the last release, or nothing if there was none. */
function lastRelease() {
  const files = existsSync(RELEASES) ? readdirSync(RELEASES) : [];
  const versions = files.flatMap((file) => /^openapi-(\d+\.\d+\.\d+)\.json$/.exec(file)?.[1] ?? []);
  const [last] = versions.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return last && join(RELEASES, `openapi-${last}.json`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', short: 'h' } },
});
const [before = lastRelease(), after = join(ROOT, 'openapi.json')] = positionals;
if (values.help) console.log(USAGE);
else if (!before) console.log('There was no release yet, so nothing can break.');
else {
  const [was, now] = [before, after].map((file) => JSON.parse(readFileSync(file, 'utf8')));
  const found = new Comparison(was, now).run();
  console.log([`${found.length} breaking changes since ${before}`, ...found].join('\n  '));
  if (found.length > 0) process.exitCode = 1;
}
