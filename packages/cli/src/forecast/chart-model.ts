import type { BulkForecast } from '@granary/forecasting/bulk';
import { furtherNotes } from './build-series.ts';
import { usual } from './calendar.ts';
import type { IdForecast } from './forecast-ids.ts';
import { modelWords } from './model-words.ts';
import type { RowFormat } from './write-forecasts.ts';

/** A moment in milliseconds and a number; null breaks the line. */
export type Point = [at: number, value: number | null];

export interface Band {
  level: number;
  low: Point[];
  high: Point[];
}

/** What is drawn of one id and one model. */
export interface ChartModel {
  title: string;
  /** the model in words, and the notes */
  words: string;
  notes: string[];
  /** name of the value, and how often there is one */
  quantity: string;
  actuals: Point[];
  median: Point[];
  /** widest first */
  bands: Band[];
  /** where the forecast begins, as a moment and as the file writes it */
  start: { at: number; label: string };
  /** each period ahead with its numbers */
  rows: { label: string; mean: number; median: number; intervals: [low: number, high: number][] }[];
  levels: readonly number[];
}

const FEWEST_PERIODS = 40;
const MOST_PERIODS = 500;

/** A chart for each model of an id, in the order in which they were asked for. */
export function chartModels(
  { read, results }: IdForecast,
  format: RowFormat & { quantity: string },
): ChartModel[] {
  const forecasts = results.filter((result) => result.kind === 'forecast');
  return forecasts.map((result) => {
    const { calendar, levels, quantity } = format;
    const moments = Array.from(result.mean, (_, step) => calendar.startOf(read.ahead + step));
    const actuals = historyOf(read, format);
    const middle = levels.length;
    const last = actuals.at(-1);
    // Lines begin at the last known value, so that one period ahead is seen too.
    const lead: Point[] = last === undefined || last[1] === null ? [] : [last];
    const line = (values: ArrayLike<number>): Point[] => [
      ...lead,
      ...moments.map((at, step): Point => [at, values[step]!]),
    ];
    return {
      ...{ quantity: `${quantity}, ${calendar.frequency}`, actuals, levels },
      title: results.length > 1 ? `${read.series.id}, ${result.model}` : read.series.id,
      words: modelWords(result),
      notes: [...read.notes, ...furtherNotes(result.notes)],
      median: line(result.quantiles[middle]!),
      bands: drawnLevels(levels).map((index) => ({
        level: levels[index]!,
        low: line(result.quantiles[middle - 1 - index]!),
        high: line(result.quantiles[middle + 1 + index]!),
      })),
      start: { at: lead[0]?.[0] ?? moments[0]!, label: calendar.label(read.ahead) },
      rows: rowsOf(result, { read, ...format }),
    };
  });
}

/** The end of the history: enough of it to judge the forecast by. */
function historyOf({ series, first }: IdForecast['read'], { calendar, horizon }: RowFormat): Point[] {
  const values = series.values as Float64Array;
  const season = Math.max(1, ...usual[calendar.frequency].seasons);
  const seasons = Math.min(2 * season, 6 * horizon);
  const shown = Math.min(MOST_PERIODS, Math.max(FEWEST_PERIODS, 4 * horizon, seasons));
  const from = Math.max(0, values.length - shown);
  return Array.from(
    values.subarray(from),
    (value, index): Point => [calendar.startOf(first + from + index), Number.isNaN(value) ? null : value],
  );
}

/** Two bands: the narrowest, and the one a planner reads (80 or 90 %), else the widest. */
function drawnLevels(levels: readonly number[]): number[] {
  const usualOne = levels.findLastIndex((level) => level >= 80 && level <= 90);
  const wide = usualOne > 0 ? usualOne : levels.length - 1;
  return wide === 0 ? [0] : [wide, 0];
}

function rowsOf(
  { mean, quantiles }: BulkForecast,
  { read, calendar, levels }: RowFormat & { read: IdForecast['read'] },
): ChartModel['rows'] {
  const middle = levels.length;
  return Array.from(mean, (value, step) => ({
    label: calendar.label(read.ahead + step),
    mean: value,
    median: quantiles[middle]![step]!,
    intervals: levels.map((_, index) => [
      quantiles[middle - 1 - index]![step]!,
      quantiles[middle + 1 + index]![step]!,
    ]),
  }));
}
