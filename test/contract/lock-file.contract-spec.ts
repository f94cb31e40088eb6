import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

interface Locked {
  readonly version: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly inBundle?: boolean;
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const ROOT = resolve(__dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

describe('every installed package', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
  const installed = Object.entries(packages).filter(([path, { inBundle }]) => path !== '' && !inBundle);

  it('comes from the configured registry, with a hash', () => {
    const odd = installed.filter(([, { resolved, integrity }]) => {
      return resolved !== undefined || !integrity?.startsWith('sha512-');
    });

    expect(odd.map(([path]) => path)).toEqual([]);
  });

  it('has an exact version', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Manifest;

    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([name, version]) => packages[`node_modules/${name}`]?.version !== version,
    );

    expect(loose).toEqual([]);
  });

  it('runs no script when it is installed', () => {
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
    expect(read('.ci/run')).toContain('npm ci --ignore-scripts');
    for (const [install] of read('Dockerfile').matchAll(/^RUN npm (?:ci|install|prune).*$/gm)) {
      expect(install).toContain('--ignore-scripts');
    }
  });
});
