import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate, or a chain of them, and its key, as PEM texts. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** A root and an intermediate authority with real certificates that they have signed, made by openssl. */
export class Authority {
  private readonly folder = mkdtempSync(join(tmpdir(), 'authority-'));

  private constructor() {
    this.make('root', ['-x509', '-days', '30', '-addext', 'basicConstraints=critical,CA:TRUE']);
    this.make('intermediate', []);
    this.sign('intermediate', 'root', ['-days', '30'], 'basicConstraints=critical,CA:TRUE');
  }

  static create(): Authority {
    return new Authority();
  }

  /** The certificate to trust. */
  get root(): string {
    return this.read('root.crt');
  }

  /** One for 127.0.0.1, signed by the intermediate authority, whose certificate comes with it unless `bare`. */
  issue(name: string, { expired = false, bare = false } = {}): Identity {
    this.make(name, []);
    this.sign(name, 'intermediate', ['-days', expired ? '-1' : '30'], 'subjectAltName=IP:127.0.0.1');
    const chain = bare ? '' : this.read('intermediate.crt');
    return { cert: this.read(`${name}.crt`) + chain, key: this.read(`${name}.key`) };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private make(name: string, options: string[]): void {
    const isRoot = options.includes('-x509');
    this.openssl(
      'req',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-batch',
      ...[
        ...['-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', isRoot ? `${name}.crt` : `${name}.csr`],
        ...options,
      ],
    );
  }

  private sign(name: string, by: string, options: string[], extension: string): void {
    writeFileSync(join(this.folder, `${name}.ext`), extension);
    this.openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      `${by}.crt`,
      '-CAkey',
      `${by}.key`,
      ...[...['-CAcreateserial', '-out', `${name}.crt`, '-extfile', `${name}.ext`], ...options],
    );
  }

  private openssl(...options: string[]): void {
    execFileSync('openssl', options, { cwd: this.folder, stdio: 'pipe' });
  }

  private read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }
}
