import { integer } from './setting';

const SECONDS_KEPT = { min: 0, max: 600 };

/** How long what Freebit has answered is given again, in seconds. */
export const cacheSettings = {
  CACHE_DETAIL_SECONDS: integer(
    'How long the detail of a line is given again: SIM, quota and plan. 0: not at all.',
    30,
    SECONDS_KEPT,
  ),
  CACHE_TRAFFIC_SECONDS: integer('How long traffic is given again. 0: not at all.', 60, SECONDS_KEPT),
  CACHE_MASTER_SECONDS: integer('How long a master account is given again. 0: not at all.', 60, SECONDS_KEPT),
  CACHE_STALE_SECONDS: integer(
    'How much longer an answer is given, and called stale, when Freebit cannot be asked. 0: not at all.',
    300,
    SECONDS_KEPT,
  ),
};
