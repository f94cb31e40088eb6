import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The PEM text of a certificate and its chain. Throws an `Error` that names neither the path nor the content. */
export const readCertificate = pemReader('a certificate in PEM', (pem) => new X509Certificate(pem));

/** The PEM text of a private key. Throws an `Error` that names neither the path nor the content. */
export const readPrivateKey = pemReader('a private key in PEM, without a passphrase', createPrivateKey);

/** Whether the private key is the one of the certificate; both have been read by the functions above. */
export function belongTogether(certificate: string, privateKey: string): boolean {
  const spki = (key: ReturnType<typeof createPublicKey>) => key.export({ type: 'spki', format: 'pem' });
  return spki(new X509Certificate(certificate).publicKey) === spki(createPublicKey(privateKey));
}

function pemReader(what: string, parse: (pem: string) => unknown): (path: string) => string {
  return (path) => {
    const pem = read(path);
    try {
      parse(pem);
    } catch {
      throw new Error(`must name a file with ${what}`);
    }
    return pem;
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Error('must name a file that can be read');
  }
}
