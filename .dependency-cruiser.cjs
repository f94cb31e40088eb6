/** Which file may import which. Every arrow goes down the list of rooms; docs/developers/architecture.md explains them. */

const SPEC = '\\.(spec|e2e-spec|contract-spec|fault-spec|harness-spec)\\.ts$';
const BUILD = '^(\\.\\./)*dist(-simulator)?/';

/** From the top down. The rooms of the last line import none of each other, but for what `READ_BY_CONFIG` names. */
const ROOMS = [
  ['doctor'],
  ['resources'],
  ['writes'],
  ['reads'],
  ['limits'],
  ['health'],
  ['access'],
  ['freebit', 'http'],
  ['lines'],
  ['store'],
  ['config', 'observability'],
];
/** Parsers without imports of their own, so that a setting is checked by the code that uses it. */
const READ_BY_CONFIG = '^src/(lines/line-pattern|lines/line|store/redis/redis-url)\\.ts$';

const roomPath = (rooms) => `^src/(${rooms.join('|')})/`;

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** For each room: it imports none of the rooms above it, nor one beside it. */
const arrows = ROOMS.flatMap((beside, floor) =>
  beside.map((room) => {
    const others = [...ROOMS.slice(0, floor).flat(), ...beside.filter((other) => other !== room)];
    return others.length === 0
      ? undefined
      : forbid(
          `${room}-imports-what-is-below`,
          'An arrow between rooms goes downward.',
          { path: roomPath([room]), pathNot: SPEC },
          { path: roomPath(others), pathNot: READ_BY_CONFIG },
        );
  }),
).filter(Boolean);

module.exports = {
  forbidden: [
    ...arrows,
    forbid(
      'the-top-is-imported-by-no-room',
      'main, start, create-app and app.module stand above every room.',
      { path: '^src/[^/]+/' },
      { path: '^src/[^/]+\\.ts$' },
    ),
    forbid(
      'freebit-is-an-sdk',
      'Only its module and its observer know the gateway and Nest.',
      { path: '^src/freebit/', pathNot: ['^src/freebit/(freebit\\.module|observing)\\.ts$', SPEC] },
      { path: '^(src/(?!freebit/)|node_modules/@nestjs/)', pathNot: '^src/config/freebit-config\\.ts$' },
    ),
    forbid(
      'simulator-and-papers-stand-alone',
      'What the gateway is compared with shares no code with it, and needs only Node.',
      { path: '^(simulator|freebit-docs)/', pathNot: SPEC },
      { path: '^(src|scripts|test|node_modules)/' },
    ),
    forbid(
      'no-dev-dependency-in-production',
      'The image holds production dependencies only.',
      { path: '^(src|simulator)/', pathNot: SPEC },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'production-imports-no-test',
      'The gateway imports neither tests, scripts, the papers nor the simulator.',
      { path: '^src/', pathNot: SPEC },
      { path: [SPEC, '^(simulator|freebit-docs|test|scripts)/'] },
    ),
    forbid(
      'opentelemetry-in-one-place',
      'What a span holds stands in one file.',
      { path: '^src/', pathNot: ['^src/observability/(otlp-tracing|reported-exporter)\\.ts$', SPEC] },
      { path: '^node_modules/@opentelemetry/' },
    ),
    forbid(
      'no-cycles',
      'Two files that need each other are one file, or lack a third. A type may point back.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    ...['src', 'simulator'].map((program) =>
      forbid(
        `${program}-is-reached-from-main`,
        'What main does not reach is dead, even when a test still covers it.',
        { path: `^${program}/(main|doctor)\\.ts$` },
        {
          path: `^${program}/.*\\.ts$`,
          pathNot: [SPEC, '\\.d\\.ts$', '^src/(main|doctor)\\.ts$'],
          reachable: false,
        },
      ),
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
