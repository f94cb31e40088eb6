// Joins what `node dist/main.js` loads into `dist/joined/start.js`: thousands of small files, most of them of libraries, take
// half of the time to start. Run by `npm run build`, after the compiler.
import { build } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const JOINED = join(DIST, 'joined');

/** Loaded where they are: tracing only when it is switched on. The others are options of libraries, not installed. */
const NOT_JOINED = [
  '@opentelemetry/*',
  '@fastify/multipart',
  '@fastify/static',
  '@fastify/view',
  '@nestjs/microservices',
  '@nestjs/websockets',
  'class-transformer/storage',
];

/** Files that the program reads next to its own code are still found. */
const ownFolders = {
  name: 'own-folders',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.js$/, namespace: 'file' }, async ({ path }) => {
      if (!path.startsWith(DIST)) return undefined;
      const folder = JSON.stringify(relative(JOINED, dirname(path)));
      const contents = await readFile(path, 'utf8');
      return {
        contents: contents.replaceAll('__dirname', `require('node:path').join(__dirname, ${folder})`),
      };
    }),
};

/** `main` stays a separate file, so that it handles signals before the rest is read. */
const restIsJoined = {
  name: 'rest-is-joined',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/start$/ }, () => ({ path: './joined/start.js', external: true })),
};

const NODE = { bundle: true, platform: 'node', format: 'cjs', target: 'node20.20', logLevel: 'error' };

await build({
  ...NODE,
  entryPoints: [join(DIST, 'start.js')],
  outdir: JOINED,
  mainFields: ['module', 'main'],
  external: NOT_JOINED,
  banner: { js: `const importMetaUrl = require('node:url').pathToFileURL(__filename).href;` },
  define: { 'import.meta.url': 'importMetaUrl' },
  plugins: [ownFolders],
});
await escapeOthers(join(JOINED, 'start.js'));
await build({
  ...NODE,
  entryPoints: [join(DIST, 'main.js')],
  outdir: DIST,
  allowOverwrite: true,
  plugins: [restIsJoined],
});

/** V8 keeps the source in memory, and needs twice as much for it if a single character is not ASCII. */
async function escapeOthers(file) {
  const text = await readFile(file, 'utf8');
  if (/\\[\u0080-\uffff]|String\.raw`[^`]*[\u0080-\uffff]/.test(text))
    throw new Error('A character that is not ASCII cannot be escaped where it is');
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  await writeFile(file, text.replace(/[\u0080-\uffff]/g, escaped));
}
