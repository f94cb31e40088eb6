import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

const TESTS = ['**/*.spec.ts', 'test/**/*.ts'];

/** Rule 4 of the house style, and branches in proportion. */
const size = {
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
  'max-depth': ['error', 3],
  complexity: ['error', 12],
};

/** What a constructor takes is its dependencies, each by its type; what a function takes is told apart by its place alone. */
const fewParameters = {
  selector:
    ':matches(FunctionDeclaration, ArrowFunctionExpression, FunctionExpression)[params.length>4]:not(MethodDefinition[kind="constructor"] > FunctionExpression)',
  message: 'A function takes at most four parameters.',
};

const everyTestRuns = [
  'MemberExpression[object.name=/^(describe|it|test)$/][property.name=/^(only|skip|todo|failing)$/]',
  'CallExpression[callee.name=/^(fdescribe|fit|xdescribe|xit|xtest)$/]',
].map((selector) => ({ selector, message: 'A test that is committed runs.' }));

/** Rule 2 of the house style: by name, by destructuring and by import. */
const noEnvironment = {
  'no-restricted-properties': [
    'error',
    {
      object: 'process',
      property: 'env',
      message: 'Only main.ts reads the environment; take a slice of the config.',
    },
  ],
  'no-restricted-imports': [
    'error',
    { paths: ['process', 'node:process'].map((name) => ({ name, message: 'Use the global `process`.' })) },
  ],
};

export default defineConfig(
  globalIgnores([
    '**/dist/',
    'dist-simulator/',
    'coverage/',
    '.cache/',
    '.stryker/',
    'clients/typescript/src/schema.ts',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  {
    files: ['**/*.{ts,mjs,cjs}'],
    extends: [js.configs.recommended],
    rules: {
      ...size,
      'no-restricted-syntax': ['error', fewParameters],
      eqeqeq: ['error', 'smart'],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // A module class of Nest is its decorator and nothing else.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // A number in a text is exactly what it looks like; objects, null and undefined stay refused.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => this.stop()` as a callback and `return refuse()` say all that a second line would say.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // `() => {}` is how an event or a late rejection is heard and ignored.
      '@typescript-eslint/no-empty-function': ['error', { allow: ['arrowFunctions', 'overrideMethods'] }],
      // An empty text often means "none", and `||` is how that is said.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // A DTO class describes a plain object: mappers write literals, field by field, and nothing constructs it.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // `async` without `await` is how a throw becomes a rejection, which an interface of promises asks for.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['src/**/*.ts', 'simulator/**/*.ts', 'freebit-docs/**/*.ts'],
    ignores: ['src/{main,doctor}.ts', 'simulator/main.ts', ...TESTS],
    rules: { ...noEnvironment, 'no-console': 'error' },
  },
  {
    // Callers choose the text that these are matched with: the time must grow with its length and no faster.
    files: ['src/**/*.ts'],
    ignores: ['src/config/**', '**/*.spec.ts'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
    },
  },
  {
    files: TESTS,
    rules: {
      'no-restricted-syntax': ['error', fewParameters, ...everyTestRuns],
      // A `describe` is a chapter, not a function, and its file as long as its subject.
      'max-lines-per-function': 'off',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      // The body of an HTTP answer is `any` by supertest's own types, and looking into it is what tests do.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // A test that is wrong about `!` fails, which is all that a check would do.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.{mjs,cjs}'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        URL: 'readonly',
        URLSearchParams: 'readonly',
        fetch: 'readonly',
        AbortSignal: 'readonly',
        performance: 'readonly',
        setInterval: 'readonly',
        setTimeout: 'readonly',
        clearInterval: 'readonly',
      },
    },
  },
  { files: ['src/http/docs/page/*.mjs'], languageOptions: { globals: { window: 'readonly' } } },
  {
    files: ['examples/console/page/*.mjs'],
    languageOptions: {
      globals: { confirm: 'readonly', document: 'readonly', location: 'readonly', FormData: 'readonly' },
    },
  },
  {
    files: ['examples/console/server.mjs'],
    languageOptions: { globals: { Buffer: 'readonly' } },
  },
  // A configuration is a table: as long as there are things to say.
  { files: ['*.mjs', '*.cjs'], rules: { 'max-lines': 'off' } },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { __dirname: 'readonly', module: 'writable', require: 'readonly' },
    },
  },
);
