import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The PEM text of a certificate and its chain. Throws an `Error` that names neither the path nor the content. */
export function readCertificate(path: string): string {
  const pem = readPem(path);
  try {
    new X509Certificate(pem);
  } catch {
    throw new Error('must name a file with a certificate in PEM');
  }
  return pem;
}

/** The PEM text of a private key. Throws an `Error` that names neither the path nor the content. */
export function readPrivateKey(path: string): string {
  const pem = readPem(path);
  try {
    createPrivateKey(pem);
  } catch {
    throw new Error('must name a file with a private key in PEM, without a passphrase');
  }
  return pem;
}

/** Whether the private key is the one of the certificate; both have been read by the functions above. */
export function belongTogether(certificate: string, privateKey: string): boolean {
  const spki = (key: ReturnType<typeof createPublicKey>) => key.export({ type: 'spki', format: 'pem' });
  return spki(new X509Certificate(certificate).publicKey) === spki(createPublicKey(privateKey));
}

function readPem(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Error('must name a file that can be read');
  }
}
