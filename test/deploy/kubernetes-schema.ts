import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

interface Validator {
  (data: unknown): boolean;
  readonly errors: readonly { readonly instancePath: string; readonly keyword: string }[] | null;
}

const load = createRequire(__filename);

/** The places where an object violates the schema of its kind. Throws for a kind without a schema. */
export function violations(object: KubernetesObject): string[] {
  const validate = validatorOf(object);
  validate(object);
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

/**
 * Fields that are not in the schema of the object's kind. The published validators ignore such fields, so this
 * watches which fields they read: a field that is never read is not in the schema.
 */
export function unknownFields(object: KubernetesObject): string[] {
  const seen = new Set<string>();
  validatorOf(object)(watched(object, '', seen));
  return pathsOf(object, '').filter((path) => !seen.has(path) && seen.has(parentOf(path)));
}

function validatorOf({ apiVersion, kind }: KubernetesObject): Validator {
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  const title = (text: string) =>
    text.replace(/(?:^|[.-])(\w)/g, (_, letter: string) => letter.toUpperCase());
  const [library, prefix] =
    group === 'monitoring.coreos.com'
      ? ['@kubernetes-models/prometheus-operator', title(group)]
      : ['kubernetes-models', `IoK8sApi${title(group.replace('.k8s.io', ''))}`];
  // The packages export no validators by name, only classes that copy what they check.
  const folder = dirname(load.resolve(`${library}/package.json`));
  return (load(join(folder, '_schemas', `${prefix}${title(version)}${kind}.js`)) as { validate: Validator })
    .validate;
}

/** The same value, but each path that is read is recorded in `seen`. */
function watched(value: unknown, path: string, seen: Set<string>): unknown {
  seen.add(path);
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get: (target, key) => watched(Reflect.get(target, key), `${path}/${String(key)}`, seen),
  });
}

function pathsOf(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    `${path}/${key}`,
    ...pathsOf(inner, `${path}/${key}`),
  ]);
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
