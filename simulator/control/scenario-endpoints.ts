import { scenarios } from '../scenarios';
import type { ControlEndpoint } from './endpoint';

/** The accounts to try. */
export const SCENARIO_ENDPOINTS: readonly ControlEndpoint[] = [
  {
    method: 'GET',
    path: '/scenarios',
    summary: 'Every seeded and magic account, and what it is or does',
    handle: (_, { world }) => scenarios(world.clock.today()),
  },
];
