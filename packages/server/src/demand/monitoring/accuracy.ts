import { addDays } from '../../platform/calendar.ts';
import type { Tx } from '../../platform/database/index.ts';
import { figuresOf, type Outcome } from '../figures.ts';
import { newestDue } from '../generated/queries.ts';
import { outcomesOf } from '../generated/service.ts';
import { newestSaleDate } from '../queries.ts';
import { type ComparedDays, comparedDays } from './queries.ts';
import type { AccuracyReply } from './schema.ts';

/** Generated forecasts looked at, the newest first. */
const mostGenerated = 500;

/** How good forecasts of the last days were: the nightly ones by day, those made on request by their periods. */
export async function accuracyOf(tx: Tx, days: number): Promise<AccuracyReply> {
  const until = await newestSaleDate(tx);
  if (until === null) return { data_until: null, by_model: [], by_horizon: [] };
  const since = addDays(until, -days);
  const nightly = await comparedDays(tx, since);
  const due = (await newestDue(tx, until, mostGenerated)).filter(({ data_until }) => data_until >= since);
  const headers = new Map(due.map((forecast) => [forecast.forecast_id, forecast]));
  const generated = (await outcomesOf(tx, [...headers.keys()])).flatMap((outcome) => {
    const header = headers.get(outcome.forecast_id);
    if (header === undefined) return [];
    const { frequency, model, data_until } = header;
    return [{ ...outcome, frequency, model, horizon_week: weeksAhead(data_until, outcome.period_start) }];
  });
  return {
    data_until: until,
    by_model: [
      ...grouped(nightly, (row) => row.model).map(([model, rows]) => ({ ...ofNightly(rows), model })),
      ...grouped(generated, (row) => `${row.frequency} ${row.model}`).map(([, rows]) => ({
        ...ofGenerated(rows),
        model: rows[0].model,
      })),
    ],
    by_horizon: [
      ...grouped(nightly, (row) => row.horizon_week).map(([horizon_week, rows]) => ({
        ...ofNightly(rows),
        horizon_week,
      })),
      ...grouped(generated, (row) => `${row.frequency} ${String(row.horizon_week).padStart(4, '0')}`).map(
        ([, rows]) => ({ ...ofGenerated(rows), horizon_week: rows[0].horizon_week }),
      ),
    ],
  };
}

function ofNightly(rows: readonly ComparedDays[]) {
  const sum = (field: Exclude<keyof ComparedDays, 'model'>) =>
    rows.reduce((total, row) => total + row[field], 0);
  const [days, actual] = [sum('days'), sum('actual_units')];
  return {
    source: 'nightly' as const,
    frequency: 'daily' as const,
    known_periods: days,
    wape_pct: actual > 0 ? rounded((100 * sum('absolute_error_units')) / actual, 2) : null,
    bias_units: days > 0 ? rounded(sum('error_units') / days, 4) : null,
    coverage_80_pct: days > 0 ? rounded((100 * sum('covered_days')) / days, 2) : null,
  };
}

type Known = Outcome & { frequency: AccuracyReply['by_model'][number]['frequency'] };

function ofGenerated(rows: readonly [Known, ...Known[]]) {
  return { source: 'generated' as const, frequency: rows[0].frequency, ...figuresOf(rows) };
}

/** The week in which a period begins; the running one is the first. */
function weeksAhead(dataUntil: string, start: string): number {
  const days = Math.round((Date.parse(start) - Date.parse(dataUntil)) / 86_400_000);
  return Math.max(1, Math.ceil(days / 7));
}

/** Rows by key, the keys in ascending order. */
function grouped<Row, Key extends string | number>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): [Key, [Row, ...Row[]]][] {
  const groups = new Map<Key, [Row, ...Row[]]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return [...groups].sort(([one], [other]) => (one < other ? -1 : 1));
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
