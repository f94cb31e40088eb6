import { createRequire } from 'node:module';

const { projects, ...jest } = createRequire(import.meta.url)('./jest.config.cjs');
const unit = projects.find(({ displayName }) => displayName === 'unit');

/**
 * `npm run mutation`: changes the state machines, the decoders and the parsers in small ways, and counts how many of the
 * changes the unit tests beside them notice.
 */
export default {
  mutate: [
    'src/writes/{write-record,idempotency-key,write-names}.ts',
    'src/lines/{line,line-pattern,line-record}.ts',
    'src/reads/{freshness,cache-status}.ts',
    'src/freebit/auth/auth-record-transitions.ts',
    'src/freebit/wire/{answer-body,calendar-day,envelope,wire-json,wire-reader}.ts',
    'src/limits/money-record.ts',
  ],
  testRunner: 'jest',
  jest: {
    projectType: 'custom',
    config: { testTimeout: jest.testTimeout, ...unit, roots: ['<rootDir>/src'], displayName: undefined },
  },
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  concurrency: 2,
  reporters: ['clear-text', 'progress'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 97, low: 93, break: 93 },
  tempDirName: '.stryker',
  cleanTempDir: 'always',
};
