import { crossesNetworkInClear } from './freebit-base-url';
import { belongTogether } from './pem-file';
import type { Values, VariableName } from './variables';

const SECRET = { characters: 32, different: 8 };

/** The contradictions between settings. An invalid setting is left out. */
export function contradictions(values: Partial<Values>): string[] {
  const wrong = [
    ...tooLong(values),
    ...samePort(values),
    ...halfAnIssuer(values),
    ...halfACertificate(values),
  ];
  return values.NODE_ENV === 'production' ? [...wrong, ...unfitForProduction(values)] : wrong;
}

function tooLong(values: Partial<Values>): string[] {
  const orders = [
    ['FREEBIT_READ_TIMEOUT_MS', 'READ_DEADLINE_MS'],
    ['WRITE_DEADLINE_MS', 'WRITE_LISTEN_MS'],
  ] as const;
  return orders
    .filter(([shorter, longer]) => (values[shorter] ?? 0) > (values[longer] ?? Infinity))
    .map(([shorter, longer]) => `${shorter} must not be longer than ${longer}`);
}

function samePort({ PORT, MANAGEMENT_PORT }: Partial<Values>): string[] {
  return PORT && PORT === MANAGEMENT_PORT ? ['MANAGEMENT_PORT must differ from PORT'] : [];
}

/** An issuer, its audience and its keys need each other. */
function halfAnIssuer(values: Partial<Values>): string[] {
  const names = ['OIDC_ISSUER', 'OIDC_AUDIENCE', 'OIDC_JWKS_URL'] as const;
  const unset = names.filter((name) => isUnset(values, name));
  const noIssuer = unset.length === names.length && isUnset(values, 'OIDC_LINES_CLAIM');
  return noIssuer
    ? []
    : unset.map((name) => `${name} is required with the other settings that begin with OIDC_`);
}

function halfACertificate(values: Partial<Values>): string[] {
  const names = ['FREEBIT_CLIENT_CERT_FILE', 'FREEBIT_CLIENT_KEY_FILE'] as const;
  const unset = names.filter((name) => isUnset(values, name));
  if (unset.length === 1) return [`${unset.join()} is required with the other FREEBIT_CLIENT_*_FILE`];
  const [certificate, key] = names.map((name) => values[name]);
  const strangers = certificate !== undefined && key !== undefined && !belongTogether(certificate, key);
  return strangers ? ['FREEBIT_CLIENT_KEY_FILE is not the key of FREEBIT_CLIENT_CERT_FILE'] : [];
}

/** An invalid setting is not an unset one. */
function isUnset(values: Partial<Values>, name: VariableName): boolean {
  return name in values && values[name] === undefined;
}

function unfitForProduction(values: Partial<Values>): string[] {
  const problems: string[] = [];
  const noClients = isUnset(values, 'API_CLIENTS') || values.API_CLIENTS?.length === 0;
  if (noClients && isUnset(values, 'OIDC_ISSUER')) {
    problems.push('API_CLIENTS is required in production, unless OIDC_ISSUER is set: no caller could get in');
  }
  if (values.FREEBIT_BASE_URL !== undefined && crossesNetworkInClear(values.FREEBIT_BASE_URL)) {
    problems.push('FREEBIT_BASE_URL must start with https:// in production');
  }
  return [...problems, ...unfitStore(values)];
}

function unfitStore(values: Partial<Values>): string[] {
  const problems: string[] = [];
  if (isUnset(values, 'REDIS_URL') && values.ALLOW_MEMORY_STORE === 'false') {
    problems.push('REDIS_URL is required in production, unless ALLOW_MEMORY_STORE is true');
  }
  const failsOver = /^redis\+(sentinel|cluster):/.test(values.REDIS_URL ?? '');
  if (failsOver && isUnset(values, 'REDIS_WAIT_REPLICAS')) {
    problems.push('REDIS_WAIT_REPLICAS is required in production with redis+sentinel:// or redis+cluster://');
  }
  if (values.STORE_SECRET !== undefined && isWeakSecret(values.STORE_SECRET)) {
    problems.push(
      `STORE_SECRET is too weak for production: it must have ${SECRET.characters} characters, ${SECRET.different} of them different, and not repeat one part (openssl rand -hex 32 makes one)`,
    );
  }
  return problems;
}

/** Whether a secret is short, has few different characters, or is one part repeated. */
function isWeakSecret(secret: string): boolean {
  // A repeated part makes the text appear in its own double before its end.
  const repeats = (secret + secret).indexOf(secret, 1) < secret.length;
  return secret.length < SECRET.characters || new Set(secret).size < SECRET.different || repeats;
}
