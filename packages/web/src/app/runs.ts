import type { Run } from '@granary/client';
import { queryOptions } from '@tanstack/react-query';
import type { Formats } from '../ui/formats.ts';
import { client, unwrap } from './api.ts';

/** What the socket tells of a run; the rest is asked for. */
export type RunProgress = Pick<Run, 'run_id' | 'kind' | 'state' | 'progress_pct' | 'step' | 'message'>;

export interface RunList {
  data: Run[];
}

/** The latest runs; asked again while one is under way, because a socket may be cut. */
export const runsQuery = queryOptions({
  queryKey: ['runs'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/runs', { params: { query: { limit: 12 } }, signal })),
  refetchInterval: (query) => (query.state.data?.data.some(isActive) ? 3000 : false),
});

export function isActive(run: Pick<Run, 'state'>): boolean {
  return run.state === 'queued' || run.state === 'running';
}

/** The list with the news of one run in it; a run that is not in it yet is left to the next request. */
export function withProgress<List extends RunList>(
  list: List | undefined,
  news: RunProgress,
): List | undefined {
  if (list === undefined) return undefined;
  return { ...list, data: list.data.map((run) => (run.run_id === news.run_id ? { ...run, ...news } : run)) };
}

export function isKnown(list: RunList | undefined, runId: string): boolean {
  return list?.data.some((run) => run.run_id === runId) ?? false;
}

const KINDS: Readonly<Record<string, string>> = {
  nightly: 'Recalculation',
  ingest: 'File import',
  upload: 'File import',
  features: 'Velocities',
  forecast: 'Forecasts',
  'demand.forecast': 'Forecasts',
  'expiry.assess': 'Expiry risk',
  'actions.generate': 'Proposals',
  'ingest.load': 'File import',
};

/** What a run does, in words a planner knows. */
export function runTitle(run: Run): string {
  return KINDS[run.kind] ?? run.kind.replaceAll(/[._]/g, ' ');
}

/** How a run ended, in a few words; null while it is under way or has nothing to say. */
export function runOutcome(run: Run, formats: Formats): string | null {
  if (run.error !== null) return run.error.message;
  const created = run.counts['proposals.created'];
  if (run.state === 'completed' && typeof created === 'number') {
    return created === 1 ? '1 new proposal' : `${formats.quantity(created)} new proposals`;
  }
  return runMessage(run, formats);
}

/** What a run says of itself, its counts grouped: "14,959 rows read". Dates and codes stay as they are. */
export function runMessage(run: Pick<Run, 'message'>, formats: Formats): string | null {
  return run.message?.replace(COUNT, (digits) => formats.quantity(digits)) ?? null;
}

const COUNT = /(?<![\w.,:/-])\d{4,}(?= [a-z])/g;
