import { sql } from 'kysely';
import type { Database } from '../../database/index.ts';

export interface TakenWindow {
  /** Requests set aside by all servers in this window, this call's included. */
  taken: number;
  /** Until the window ends, by the clock of the database, which all servers share. */
  endsInMs: number;
}

/** Sets requests aside for a caller in the current window: one statement, so that servers cannot miscount. */
export async function takeFromWindow(
  database: Pick<Database, 'kysely'>,
  key: string,
  count: number,
  windowSeconds: number,
): Promise<TakenWindow> {
  const found = await sql<{ taken: number; ends_in_ms: number }>`
    insert into platform.rate_windows as w (key, starts_at, taken)
    values (${key}, to_timestamp(floor(extract(epoch from now()) / ${windowSeconds}::integer) * ${windowSeconds}::integer),
            ${count})
    on conflict (key, starts_at) do update set taken = w.taken + excluded.taken
    returning taken::float8 as taken,
      (extract(epoch from starts_at) + ${windowSeconds}::integer - extract(epoch from clock_timestamp()))::float8 * 1000
        as ends_in_ms`.execute(database.kysely);
  const row = found.rows[0] as { taken: number; ends_in_ms: number };
  return { taken: row.taken, endsInMs: Math.max(1, row.ends_in_ms) };
}

/** The door's watch counts in windows of five minutes, whatever the limits of requests. */
const longestWindowSeconds = 300;

export async function forgetOldWindows(
  database: Pick<Database, 'kysely'>,
  windowSeconds: number,
): Promise<void> {
  await sql`
    delete from platform.rate_windows
    where starts_at < now() - make_interval(secs => ${Math.max(windowSeconds, longestWindowSeconds) * 2})`.execute(
    database.kysely,
  );
}
