/** Who may import whom. `test/contract/structure.contract-spec.ts` proves that each of these rules bites. */

const SPEC = '\\.spec\\.ts$';
const BUILD = '^(\\.\\./)*dist(-simulator)?/';
const GROUND = 'config|store|observability';

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid(
      'no-cycles',
      'Two files that need each other are one file, or lack a third.',
      {},
      { circular: true },
    ),
    forbid(
      'no-orphans',
      'A file that imports nothing and that nobody imports is dead; scripts and reporters are called by path.',
      { orphan: true, pathNot: ['^scripts/', '\\.reporter\\.cjs$'] },
      {},
    ),
    forbid(
      'gateway-is-reached-from-main',
      'What the gateway does not load is dead, even when a test still covers it.',
      { path: '^src/main\\.ts$' },
      { path: '^src/', pathNot: SPEC, reachable: false },
    ),
    forbid(
      'simulator-is-reached-from-main',
      'What the simulator does not load is dead, even when a test still covers it.',
      { path: '^simulator/main\\.ts$' },
      { path: '^simulator/.*\\.ts$', pathNot: SPEC, reachable: false },
    ),
    forbid(
      'no-guessed-packages',
      'What is imported stands in package.json and can be resolved; scripts may name what the build makes.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'], pathNot: BUILD },
    ),
    forbid(
      'no-dev-dependency-in-production',
      'The image has production dependencies only.',
      { path: '^(src|simulator)/', pathNot: SPEC },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'no-spec-in-production',
      'A spec is imported by nobody.',
      {},
      { path: '\\.(spec|e2e-spec|contract-spec|fault-spec)\\.ts$' },
    ),
    forbid(
      'gateway-stands-alone',
      'src never imports the simulator, the papers, tests or scripts.',
      { path: '^src/' },
      { path: '^(simulator|freebit-docs|test|scripts)/' },
    ),
    forbid(
      'simulator-shares-nothing',
      'A simulator that used code of the gateway would repeat its mistakes.',
      { path: '^simulator/' },
      { path: '^(src|scripts)/' },
    ),
    forbid(
      'simulator-needs-only-node',
      'It runs without node_modules, and only its specs know the papers and the tests.',
      { path: '^simulator/', pathNot: SPEC },
      { path: '^(freebit-docs|test|node_modules)/' },
    ),
    forbid(
      'papers-know-nobody',
      "The vendor's papers as data are the measure, not the measured.",
      { path: '^freebit-docs/' },
      { path: '^(src|simulator|test|scripts)/' },
    ),
    forbid(
      'nobody-imports-the-top',
      'main, create-app and app.module stand above every folder of src.',
      { path: '^src/[^/]+/' },
      { path: '^src/[^/]+\\.ts$' },
    ),
    forbid(
      'main-only-starts',
      'main reads the config, makes the app and lets it listen.',
      { path: '^src/main\\.ts$' },
      { path: '^src/(freebit|resources|store|health)/' },
    ),
    forbid(
      'resources-are-imported-by-the-app-only',
      'The seam is the top floor: below it nobody speaks both languages.',
      { path: '^src/(?!resources/)[^/]+/' },
      { path: '^src/resources/' },
    ),
    forbid(
      'resources-use-the-client-not-its-insides',
      "Of Freebit, resources know the client, its module's tokens, errors, codes and operations.",
      { path: '^src/resources/', pathNot: SPEC },
      { path: '^src/freebit/(auth|transport|wire)/' },
    ),
    forbid(
      'resources-never-import-siblings',
      'What two resources share lies directly in src/resources.',
      { path: '^src/resources/([^/]+)/' },
      { path: '^src/resources/[^/]+/', pathNot: '^src/resources/$1/' },
    ),
    forbid(
      'the-seam-knows-no-resource',
      'What resources share knows none of them; only the module lists them.',
      { path: '^src/resources/[^/]+\\.ts$', pathNot: '^src/resources/resources\\.module\\.ts$' },
      { path: '^src/resources/[^/]+/' },
    ),
    forbid(
      'freebit-is-an-sdk',
      'The Freebit client knows nobody of ours; only its module and its observer wire it to the ground floor.',
      { path: '^src/freebit/', pathNot: ['^src/freebit/(freebit\\.module|observing)\\.ts$', SPEC] },
      { path: '^src/(?!freebit/)' },
    ),
    forbid(
      'freebit-module-wires-the-ground-floor-only',
      'They take settings, store, log and metrics, and nothing that stands beside them.',
      { path: '^src/freebit/(freebit\\.module|observing)\\.ts$' },
      { path: `^src/(?!(freebit|${GROUND})/)` },
    ),
    forbid(
      'freebit-knows-no-nest',
      'Only the module file of Freebit knows Nest.',
      { path: '^src/freebit/', pathNot: '^src/freebit/freebit\\.module\\.ts$' },
      { path: '^node_modules/@nestjs/' },
    ),
    forbid(
      'operations-never-import-siblings',
      'A Freebit call is one folder; what two share lies directly in operations.',
      { path: '^src/freebit/operations/([^/]+)/' },
      { path: '^src/freebit/operations/[^/]+/', pathNot: '^src/freebit/operations/$1/' },
    ),
    forbid(
      'operations-are-data',
      'An operation describes a call: it uses the wire format, and neither client, auth nor transport.',
      { path: '^src/freebit/operations/', pathNot: SPEC },
      { path: '^src/freebit/(?!(operations|wire)/)' },
    ),
    forbid(
      'http-knows-no-freebit',
      'What every request passes knows neither Freebit nor resources, and stands on store, observability and settings.',
      { path: '^src/http/' },
      { path: '^src/(freebit|resources|health)/' },
    ),
    forbid(
      'health-sees-http-and-observability',
      'Its checks are handed in by the app.',
      { path: '^src/health/' },
      { path: '^src/(?!(health|http|observability)/)' },
    ),
    forbid(
      'the-ground-floor-imports-nothing',
      'Settings, store and observability know neither the floors above them nor each other.',
      { path: `^src/(${GROUND})/`, pathNot: '^src/config/settings\\.ts$' },
      { path: '^src/', pathNot: '^src/$1/' },
    ),
    forbid(
      'traces-are-told-in-one-place',
      'What a span holds stands in one file; nobody else reaches the library, not even its globals.',
      { path: '^src/', pathNot: ['^src/observability/(otlp-tracing|reported-exporter)\\.ts$', SPEC] },
      { path: '^node_modules/@opentelemetry/' },
    ),
    forbid(
      'settings-check-with-the-parser-that-reads',
      'The settings know of the other floors only how a REDIS_URL is read.',
      { path: '^src/config/settings\\.ts$' },
      { path: '^src/', pathNot: '^src/(config/|store/redis/redis-url\\.ts$)' },
    ),
  ],
  options: {
    doNotFollow: { path: ['node_modules', BUILD] },
    // Type imports count: a name that is only a type is still knowledge of the other side.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
