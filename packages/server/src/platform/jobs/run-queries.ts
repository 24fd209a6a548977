import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';
import type { Events } from '../events/events.ts';
import { keyset, type Page, pageOf, readSort } from '../http/paging.ts';

export type RunState = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';

export interface Run {
  run_id: string;
  kind: string;
  state: RunState;
  progress_pct: number;
  step: string | null;
  message: string | null;
  counts: Record<string, number | string>;
  input: object;
  error: { code: string; message: string; details: unknown[] } | null;
  requested_by: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
}

const columns = sql`
  run_id, kind, state, progress_pct::float8 as progress_pct, step, message, counts, input, error, requested_by,
  to_json(created_at) #>> '{}' as created_at, to_json(started_at) #>> '{}' as started_at,
  to_json(finished_at) #>> '{}' as finished_at`;

export async function insertRun(
  tx: Tx,
  kind: string,
  input: object,
  requestedBy: string | null,
): Promise<{ run: Run; isNew: boolean }> {
  // The partial unique index names the run under way; the loser of a race reads the winner's.
  const inserted = await sql<Run>`
    insert into platform.runs (org_id, kind, input, requested_by)
    values (${tx.orgId}, ${kind}, ${JSON.stringify(input)}::jsonb, ${requestedBy})
    on conflict do nothing
    returning ${columns}`.execute(tx);
  if (inserted.rows[0] !== undefined) return { run: inserted.rows[0], isNew: true };
  const active = await sql<Run>`
    select ${columns} from platform.runs
    where kind = ${kind} and state in ('queued', 'running')
    order by created_at limit 1`.execute(tx);
  if (active.rows[0] !== undefined) return { run: active.rows[0], isNew: false };
  // It finished between the two statements.
  return insertRun(tx, kind, input, requestedBy);
}

export async function findRun(tx: Tx, runId: string): Promise<Run | undefined> {
  const found = await sql<Run>`select ${columns} from platform.runs where run_id = ${runId}`.execute(tx);
  return found.rows[0];
}

const sorts = { created_at: sql`r.created_at`, kind: sql`r.kind collate "C"` };

export async function listRuns(
  tx: Tx,
  query: {
    state?: RunState | undefined;
    kind?: string | undefined;
    sort: string;
    limit: number;
    cursor?: string | undefined;
  },
): Promise<Page<Run>> {
  const { field, descending } = readSort(query.sort);
  const order = keyset(
    [
      { expression: sorts[field as keyof typeof sorts], field, descending },
      { expression: sql`r.run_id`, field: 'run_id', descending: false },
    ],
    query.cursor,
  );
  const where = sql`(${query.state ?? null}::text is null or state = ${query.state ?? null})
    and (${query.kind ?? null}::text is null or kind = ${query.kind ?? null})`;
  const found = await sql<Run>`
    select ${columns} from platform.runs r where ${where} and ${order.after}
    order by ${order.orderBy} limit ${query.limit + 1}`.execute(tx);
  const counted = await sql<{ total: number }>`
    select count(*) as total from platform.runs where ${where}`.execute(tx);
  return pageOf(found.rows, query.limit, order, counted.rows[0]?.total ?? 0);
}

export async function listUnfinishedRuns(tx: Tx, limit: number): Promise<Run[]> {
  const found = await sql<Run>`
    select ${columns} from platform.runs where state in ('queued', 'running')
    order by platform.runs.created_at desc, run_id limit ${limit}`.execute(tx);
  return found.rows;
}

/** Marks a queued run, or one whose worker died, as running; undefined when it has ended. */
export async function startRun(tx: Tx, events: Events, runId: string): Promise<Run | undefined> {
  const started = await sql<Run>`
    update platform.runs set state = 'running', started_at = now(), progress_pct = 0, step = null, message = null
    where run_id = ${runId} and state in ('queued', 'running') and not cancel_asked
    returning ${columns}`.execute(tx);
  if (started.rows[0] !== undefined) {
    await announce(tx, events, started.rows[0]);
    return started.rows[0];
  }
  await finishRun(tx, events, runId, { state: 'cancelled' });
  return undefined;
}

export async function updateProgress(
  tx: Tx,
  events: Events,
  runId: string,
  at: { percent: number; step: string | null; message: string | null },
): Promise<{ cancelAsked: boolean }> {
  const updated = await sql<Run & { cancel_asked: boolean }>`
    update platform.runs
    set progress_pct = least(100, greatest(progress_pct, ${at.percent})), step = ${at.step}, message = ${at.message}
    where run_id = ${runId} and state = 'running'
    returning ${columns}, cancel_asked`.execute(tx);
  const run = updated.rows[0];
  if (run === undefined) return { cancelAsked: true };
  await announce(tx, events, run);
  return { cancelAsked: run.cancel_asked };
}

export async function finishRun(
  tx: Tx,
  events: Events,
  runId: string,
  end: { state: 'completed' | 'failed' | 'cancelled'; counts?: object; error?: object },
): Promise<void> {
  const finished = await sql<Run>`
    update platform.runs
    set state = ${end.state}, finished_at = now(),
        progress_pct = case when ${end.state} = 'completed' then 100 else progress_pct end,
        counts = coalesce(${end.counts === undefined ? null : JSON.stringify(end.counts)}::jsonb, counts),
        error = ${end.error === undefined ? null : JSON.stringify(end.error)}::jsonb
    where run_id = ${runId} and state in ('queued', 'running')
    returning ${columns}`.execute(tx);
  if (finished.rows[0] !== undefined) await announce(tx, events, finished.rows[0]);
}

/** Puts a run that its worker had to leave back into the state of one that waits. */
export async function requeueRun(tx: Tx, events: Events, runId: string): Promise<void> {
  const queued = await sql<Run>`
    update platform.runs set state = 'queued', started_at = null, progress_pct = 0, step = null, message = null
    where run_id = ${runId} and state = 'running'
    returning ${columns}`.execute(tx);
  if (queued.rows[0] !== undefined) await announce(tx, events, queued.rows[0]);
}

/** Asks a run to stop; a queued one ends at once, a running one between two chunks. */
export async function askToCancel(tx: Tx, events: Events, runId: string): Promise<Run | undefined> {
  await sql`update platform.runs set cancel_asked = true
            where run_id = ${runId} and state in ('queued', 'running')`.execute(tx);
  const run = await findRun(tx, runId);
  if (run?.state === 'queued') {
    await finishRun(tx, events, runId, { state: 'cancelled' });
    return findRun(tx, runId);
  }
  return run;
}

function announce(tx: Tx, events: Events, run: Run): Promise<void> {
  const { run_id, kind, state, progress_pct, step, message } = run;
  return events.announce(tx, {
    type: 'run.progress',
    run: { run_id, kind, state, progress_pct, step, message },
  });
}
