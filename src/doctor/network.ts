import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import type { Config } from '../config/config';
import { Connector } from '../freebit/transport/connector';
import { proxyFor } from '../freebit/transport/egress-proxy';
import { fail, ok, warn, type Check, type Tell } from './check';

/** Checks step by step whether Freebit can be reached. False: further checks are impossible. */
export async function checkNetwork(config: Config['freebit'], tell: Tell): Promise<boolean> {
  const origin = new URL(config.baseUrl);
  const proxy = proxyFor(origin, config.proxy);
  tell(ok('proxy', proxy ? 'Freebit is reached through a proxy' : 'no proxy'));
  const steps = [
    () => checkName(proxy ?? origin, proxy !== null),
    () => checkConnection(origin, proxy, config.connectTimeoutMs),
    () => checkTls(origin, proxy, config),
  ];
  for (const step of steps) {
    const check = await step();
    tell(check);
    if (check.result === 'fail') return false;
  }
  return true;
}

async function checkName({ hostname }: URL, isProxy: boolean): Promise<Check> {
  const name = 'name';
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host)) return ok(name, 'an address, no name to resolve');
  const found = await lookup(host, { all: true }).catch(() => []);
  if (found.length > 0) return ok(name, `resolved, ${count(found.length, 'address', 'addresses')}`);
  const setting = isProxy ? 'HTTPS_PROXY' : 'FREEBIT_BASE_URL';
  return fail(name, 'the name is not resolved', `${setting}, or the DNS of this machine`);
}

const REACH = 'HTTPS_PROXY where there is a proxy; else ask Freebit to allow your egress address';

async function checkConnection(origin: URL, proxy: URL | null, timeoutMs: number): Promise<Check> {
  const opened = await openPlain(origin, proxy, timeoutMs);
  const name = 'connection';
  if (opened.kind === 'open') {
    opened.socket.destroy();
    return ok(name, proxy ? 'the proxy opens a tunnel' : 'opened');
  }
  const { cause } = opened;
  const hint = cause === 'PROXY_407' ? 'user and password in HTTPS_PROXY' : REACH;
  return fail(name, `none can be opened (${cause})`, hint);
}

/** A connection without TLS, through the proxy if there is one. */
function openPlain(origin: URL, proxy: URL | null, connectTimeoutMs: number) {
  const port = origin.port || (origin.protocol === 'https:' ? '443' : '80');
  return new Connector(new URL(`http://${origin.hostname}:${port}`), { connectTimeoutMs, proxy }).open();
}

async function checkTls(origin: URL, proxy: URL | null, config: Config['freebit']): Promise<Check> {
  const name = 'tls';
  if (origin.protocol !== 'https:')
    return warn(name, 'none: requests can be read on the network', 'FREEBIT_BASE_URL=https://...');
  const opened = await openPlain(origin, proxy, config.connectTimeoutMs);
  if (opened.kind !== 'open') return fail(name, `no connection (${opened.cause})`, REACH);
  try {
    return judge(await shakeHands(opened.socket, origin, config));
  } finally {
    opened.socket.destroy();
  }
}

/** The result of a TLS handshake: codes, and the certificates of the server. */
interface Handshake {
  readonly error: string | null;
  readonly version: string | null;
  /** Certificates that the server has sent. */
  readonly sent: number;
  /** Whether the certificate is its own issuer. */
  readonly selfSigned: boolean;
  /** The URL of the issuer's certificate, from the certificate. */
  readonly issuerUrl: string | undefined;
}

/**
 * Accepts every certificate, because the faults are what it looks for. Sends one HEAD, because some servers complain
 * about a missing client certificate only then.
 */
function shakeHands(socket: Socket, origin: URL, config: Config['freebit']): Promise<Handshake> {
  const host = origin.hostname.replace(/^\[|\]$/g, '');
  const tls = connectTls({
    ...{ socket, host, rejectUnauthorized: false },
    ...(isIP(host) === 0 && { servername: host }),
    ...config.clientCertificate,
  });
  const none = { version: null, sent: 0, selfSigned: false, issuerUrl: undefined };
  return new Promise((resolve) => {
    const timer = setTimeout(() => end('ETIMEDOUT'), config.connectTimeoutMs);
    let shown: Omit<Handshake, 'error'> = none;
    let verdict: string | null = null;
    const end = (error: string | null) => {
      clearTimeout(timer);
      tls.destroy();
      resolve({ ...shown, error });
    };
    tls.once('secureConnect', () => {
      shown = shownBy(tls);
      verdict = tls.authorized ? null : codeOf(tls.authorizationError);
      if (verdict !== null) end(verdict);
      else tls.write(`HEAD / HTTP/1.1\r\nHost: ${origin.host}\r\nConnection: close\r\n\r\n`);
    });
    tls.once('data', () => end(null));
    tls.once('error', (error) => end(codeOf(error)));
    tls.once('close', () => end(shown === none ? 'ECONNRESET' : null));
  });
}

function shownBy(tls: TLSSocket): Omit<Handshake, 'error'> {
  const leaf = tls.getPeerCertificate(true);
  const access = (leaf.infoAccess as Record<string, string[]> | undefined)?.['CA Issuers - URI'];
  return {
    version: tls.getProtocol(),
    sent: chainLength(leaf),
    selfSigned:
      leaf.fingerprint256 === (leaf.issuerCertificate as DetailedPeerCertificate | undefined)?.fingerprint256,
    issuerUrl: access?.[0],
  };
}

function chainLength(leaf: DetailedPeerCertificate): number {
  let length = 1;
  let at = leaf;
  // The last one is its own issuer, or has none.
  for (;;) {
    const next = at.issuerCertificate as DetailedPeerCertificate | undefined;
    if (next === undefined || next.fingerprint256 === at.fingerprint256) return length;
    length++;
    at = next;
  }
}

const CA = 'NODE_EXTRA_CA_CERTS=file.pem';
const CLIENT = 'FREEBIT_CLIENT_CERT_FILE and FREEBIT_CLIENT_KEY_FILE';
const OLD = 'NODE_OPTIONS=--tls-min-v1.0, until Freebit speaks TLS 1.2';
const WEAK = 'NODE_OPTIONS=--tls-cipher-list=DEFAULT@SECLEVEL=0, until Freebit has stronger keys';

/** The cause of a failure by the code of its error, and how to fix it. */
const TROUBLES: readonly (readonly [code: RegExp, text: string, hint: string])[] = [
  [/CERT_HAS_EXPIRED/, 'the certificate has expired', 'the clock of this machine, or ask Freebit'],
  [/CERT_NOT_YET_VALID/, 'the certificate is not valid yet', 'the clock of this machine'],
  [/ALTNAME_INVALID/, 'the certificate is for another name', 'FREEBIT_BASE_URL'],
  [/UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|VERSION_TOO_LOW/, 'the server supports only old TLS', OLD],
  [/WRONG_VERSION_NUMBER|PACKET_LENGTH/, 'the other side does not speak TLS', 'FREEBIT_BASE_URL'],
  [/KEY_TOO_SMALL|MD_TOO_WEAK|LEGACY|NO_CIPHERS/, 'the server has weak keys or ciphers', WEAK],
  [
    /CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|HANDSHAKE_FAILURE/,
    'the server wants a client certificate',
    CLIENT,
  ],
];
const UNTRUSTED = /SELF_SIGNED|UNABLE_TO_GET_ISSUER|UNABLE_TO_VERIFY_LEAF/;

function judge({ error, version, sent, selfSigned, issuerUrl }: Handshake): Check {
  const name = 'tls';
  if (error === null)
    return ok(name, `${version}, ${count(sent, 'certificate', 'certificates')} sent, trusted`);
  const [, text, hint] = TROUBLES.find(([code]) => code.test(error)) ?? [];
  if (text !== undefined) return fail(name, `${text} (${error})`, hint);
  if (!UNTRUSTED.test(error)) return fail(name, `the handshake fails (${error})`, CLIENT);
  if (sent > 1 || selfSigned)
    return fail(name, `the authority is not known (${error})`, `${CA} with its certificate`);
  const from = issuerUrl === undefined ? '' : `, found at ${issuerUrl}`;
  const missing = `${CA} with the intermediate certificate${from}, and its root where that is a private one`;
  return fail(name, `an intermediate certificate is missing (${error})`, missing);
}

function codeOf(error: unknown): string {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
  return /^[A-Z][A-Z0-9_]{1,79}$/.test(code) ? code : 'UNKNOWN';
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
