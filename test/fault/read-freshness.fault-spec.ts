import { FreshnessBench, type Seen } from './freshness-bench';

const {
  FRESHNESS_WORKERS = '30',
  FRESHNESS_LINES = '10',
  FRESHNESS_SECONDS = '4',
  FRESHNESS_REPORT,
} = process.env;
const load = {
  workers: Number(FRESHNESS_WORKERS),
  lines: Number(FRESHNESS_LINES),
  seconds: Number(FRESHNESS_SECONDS),
};

/** Few lines, so that callers collide on them. */
const CROWDED_LINES = 3;
/** A mistake usually shows within two seconds, but much later on a busy machine. */
const SEARCH_SECONDS = 45;

async function watch(mistake?: string): Promise<Seen> {
  const bench = await FreshnessBench.start(mistake);
  try {
    const search = { ...load, lines: CROWDED_LINES, seconds: SEARCH_SECONDS, untilOutdated: true };
    return await bench.run(mistake === undefined ? load : search);
  } finally {
    await bench.close();
  }
}

describe('callers that read and write the same lines over three replicas, with a slow Freebit', () => {
  const patience = Math.max(load.seconds, SEARCH_SECONDS) * 1_000 + 60_000;

  it(
    'never read a state from before an acknowledged write',
    async () => {
      const { outdated, ...counts } = await watch();

      if (FRESHNESS_REPORT)
        process.stdout.write(`${JSON.stringify({ ...counts, outdated: outdated.length })}\n`);
      expect(outdated).toEqual([]);
      // The promise must not be kept by answering nothing.
      const failed = Object.entries(counts.others).filter(([answer]) => answer !== 'write 409');
      const failures = failed.reduce((sum, [, count]) => sum + count, 0);
      expect(failures).toBeLessThan((counts.reads + counts.writes) / 50);
      expect(counts.hits).toBeGreaterThan(0);
      expect(counts.writes).toBeGreaterThan(0);
    },
    patience,
  );

  it.each(['no version check', 'flights joined whatever their version'])(
    'do read one when the gateway has a mistake: %s',
    async (mistake) => {
      const { outdated } = await watch(mistake);

      expect(outdated.length).toBeGreaterThan(0);
    },
    patience,
  );
});
