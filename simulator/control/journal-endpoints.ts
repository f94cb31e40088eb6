import type { JournalFilter } from '../journal';
import type { ControlEndpoint } from './endpoint';

const filterOf = (query: URLSearchParams): JournalFilter => ({
  path: query.get('path') ?? undefined,
  account: query.get('account') ?? undefined,
});

/** The requests that Freebit saw. */
export const JOURNAL_ENDPOINTS: readonly ControlEndpoint[] = [
  {
    method: 'GET',
    path: '/journal',
    summary: 'Requests, oldest first, secrets masked; ?path= and ?account= narrow them',
    handle: ({ query }, { journal }) => journal.entries(filterOf(query)),
  },
  {
    method: 'GET',
    path: '/journal/counts',
    summary: 'Requests by path, and all executions',
    handle: (_, { journal }) => ({ requests: journal.counts(), executions: journal.executions() }),
  },
  {
    method: 'GET',
    path: '/journal/executions',
    summary: 'Writes that were applied, all or those of ?account=',
    handle: ({ query }, { journal }) => ({
      executions: journal.executions(query.get('account') ?? undefined),
    }),
  },
  {
    method: 'DELETE',
    path: '/journal',
    summary: 'Empty the journal',
    handle: (_, { journal }) => {
      journal.reset();
      return { requests: {}, executions: 0 };
    },
  },
];
