const { readdirSync, readFileSync } = require('node:fs');
const { availableParallelism } = require('node:os');
const { join } = require('node:path');

/** Packages that ship ES modules only: jest on Node 20 cannot require them, so they are compiled to CommonJS. */
function esModulePackages(root = join(__dirname, 'node_modules')) {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name }) => {
    if (name.startsWith('@')) return esModulePackages(join(root, name)).map((inner) => `${name}/${inner}`);
    try {
      const manifest = JSON.parse(readFileSync(join(root, name, 'package.json'), 'utf8'));
      return manifest.type === 'module' ? [name] : [];
    } catch {
      return [];
    }
  });
}

const swc = (syntax) => [
  '@swc/jest',
  {
    jsc: {
      parser: syntax === 'typescript' ? { syntax, decorators: true } : { syntax },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      target: 'es2023',
    },
    module: { type: 'commonjs' },
  },
];

const common = {
  testEnvironment: 'node',
  transform: { '\\.ts$': swc('typescript'), '\\.m?js$': swc('ecmascript') },
  transformIgnorePatterns: [
    `/node_modules/(?!(${esModulePackages().join('|')})/)`,
    '<rootDir>/dist/',
    '<rootDir>/dist-simulator/',
  ],
};

const ofTheBuild = {
  roots: ['<rootDir>/test'],
  // What is tested is what ships: the built gateway, with the OpenAPI metadata that only the build adds.
  moduleNameMapper: {
    '^((?:\\.\\./)+)src/(.*)$': '$1dist/$2',
    '^((?:\\.\\./)+clients/typescript/)src/(.*)$': '$1dist/$2',
  },
};

module.exports = {
  // Tests of real processes share two cores: slow is not wrong.
  testTimeout: 90_000,
  // A child process or socket that a failed test has left must not keep the run from ending.
  forceExit: true,
  reporters: ['default', '<rootDir>/test/closing-line.reporter.cjs'],
  // Tests of processes wait a lot, so more than one fits on a core.
  maxWorkers: Math.max(3, availableParallelism() - 1),
  projects: [
    {
      ...common,
      displayName: 'unit',
      roots: ['<rootDir>/src', '<rootDir>/simulator', '<rootDir>/scripts'],
      testMatch: ['**/*.spec.ts'],
    },
    {
      ...common,
      ...ofTheBuild,
      displayName: 'e2e',
      testMatch: ['**/*.e2e-spec.ts', '**/*.contract-spec.ts', '**/*.fault-spec.ts'],
    },
    // The faults that the other tests use do what their names say. Slow, and needed when the harness changes.
    { ...common, ...ofTheBuild, displayName: 'harness', testMatch: ['**/*.harness-spec.ts'] },
  ],
};
