import { combineSources, type DataNote, type FittedModel, type Forecast } from '@granary/forecasting';
import { loadModel } from '@granary/forecasting/bulk';
import type { SoldDays } from '../oldest-first.ts';
import { type PeriodHistory, periodHistory } from './period-history.ts';
import { periodsByDays } from './period-totals.ts';
import { type Period, type PeriodFrequency, periodsAfter } from './periods.ts';

type Model = Awaited<ReturnType<typeof loadModel>>;

/** One series to forecast: an item at one store, or at all together. */
export interface SeriesRequest {
  sku_id: string;
  /** Null for all stores together. */
  store_id: string | null;
  stores: SoldDays[];
}

/** What somebody else knows of the periods ahead. */
export interface GivenSource {
  name: string;
  reliability: number;
  /** Absent: the forecast from the sales history. */
  values?: readonly number[] | undefined;
  relative_error?: number | undefined;
}

/** Some series, forecast in a worker thread. */
export interface GenerateTask {
  dataUntil: string;
  frequency: PeriodFrequency;
  horizon: number;
  method: string;
  levels: readonly number[];
  sources: readonly GivenSource[];
  seed: string;
  series: SeriesRequest[];
}

export interface PeriodForecast {
  period_start: string;
  period_end: string;
  mean: number;
  p05: number;
  p10: number;
  p25: number;
  p50: number;
  p75: number;
  p90: number;
  p95: number;
  intervals?: { level: number; low: number; high: number }[];
}

export interface GeneratedSeries {
  sku_id: string;
  store_id: string | null;
  model: string;
  form: string;
  parameters: Record<string, number | readonly number[]>;
  reason: string;
  notes: string[];
  periods: PeriodForecast[];
  mix?: { name: string; reliability: number; weights: number[] }[];
}

export default async function generateChunk(task: GenerateTask): Promise<GeneratedSeries[]> {
  const model = await loadModel(task.method);
  return task.series.map((series) => generateSeries(series, model, task));
}

function generateSeries(series: SeriesRequest, model: Model, task: GenerateTask): GeneratedSeries {
  const history = periodHistory(series.stores, task);
  const ahead = periodsAfter(task.dataUntil, task.frequency, task.horizon);
  const { fitted, forecast } = fit(
    history,
    ahead,
    { ...task, model },
    `${series.sku_id} ${series.store_id ?? ''}`,
  );
  const mixed = task.sources.length === 0 ? undefined : mix(forecast, task.sources);
  const notes = [...history.notes, ...fitted.notes, ...runningPeriod(ahead[0], task)];
  const reason = reasonOf(notes, task.method);
  return {
    sku_id: series.sku_id,
    store_id: series.store_id,
    model: fitted.model,
    form: fitted.form,
    parameters: fitted.parameters,
    reason,
    notes: notes.map((note) => note.message).filter((message) => message !== reason),
    periods: describePeriods(mixed ?? forecast, ahead, task.levels),
    ...(mixed === undefined
      ? {}
      : { mix: mixed.mix.map((share) => ({ ...share, weights: [...share.weights] })) }),
  };
}

/** Whole periods from which `auto` can tell models apart. */
const fewestPeriods = 4;

function fit(
  history: PeriodHistory,
  ahead: readonly Period[],
  { frequency, method, seed, horizon, model }: GenerateTask & { model: Model },
  key: string,
): { fitted: Pick<FittedModel, 'model' | 'form' | 'parameters' | 'notes'>; forecast: Forecast } {
  const known = countKnown(history.periods.values);
  const isShort = frequency !== 'daily' && known < (method === 'auto' ? fewestPeriods : 1);
  if (isShort && countKnown(history.days.values) > 0) {
    return periodsByDays(history.days, ahead, { method, frequency, wholePeriods: known, seed, key });
  }
  const fitted = model.fit(history.periods, method === 'auto' ? { horizon } : {});
  return { fitted, forecast: fitted.forecast(horizon) };
}

function mix(forecast: Forecast, sources: readonly GivenSource[]) {
  return combineSources(
    sources.map(({ name, reliability, values, relative_error }) =>
      values === undefined
        ? { name, reliability, forecast }
        : { name, reliability, values, relativeError: relative_error ?? 0 },
    ),
  );
}

function runningPeriod(first: Period | undefined, { dataUntil, frequency }: GenerateTask): DataNote[] {
  if (first === undefined || first.start > dataUntil) return [];
  const word = frequency === 'weekly' ? 'week' : 'month';
  const message = `The ${word} that began on ${first.start} is known until ${dataUntil} only: it is forecast as a whole.`;
  return [{ code: 'periods-added', message }];
}

/** The codes that say why this model and no other, the most telling first. */
const telling: readonly DataNote['code'][] = [
  'no-data',
  'too-short',
  'model-replaced',
  'model-chosen',
  'all-zero',
];

function reasonOf(notes: readonly DataNote[], method: string): string {
  for (const code of telling) {
    const note = notes.find((candidate) => candidate.code === code);
    if (note !== undefined) return note.message;
  }
  return method === 'auto' ? 'Chosen by the class of the demand.' : `${method} was asked for.`;
}

function describePeriods(
  forecast: Forecast,
  ahead: readonly Period[],
  levels: readonly number[],
): PeriodForecast[] {
  const at = new Map<number, Float64Array>();
  const quantile = (probability: number, step: number): number => {
    const known = at.get(probability) ?? forecast.quantile(probability);
    at.set(probability, known);
    return rounded(known[step] as number);
  };
  return ahead.map(({ start, end }, step) => ({
    period_start: start,
    period_end: end,
    mean: rounded(forecast.mean[step] as number),
    p05: quantile(0.05, step),
    p10: quantile(0.1, step),
    p25: quantile(0.25, step),
    p50: quantile(0.5, step),
    p75: quantile(0.75, step),
    p90: quantile(0.9, step),
    p95: quantile(0.95, step),
    ...(levels.length === 0
      ? {}
      : {
          intervals: levels.map((level) => ({
            level,
            low: quantile((1 - level) / 2, step),
            high: quantile((1 + level) / 2, step),
          })),
        }),
  }));
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

function countKnown(values: ArrayLike<number>): number {
  let known = 0;
  for (let index = 0; index < values.length; index++) if (!Number.isNaN(values[index])) known++;
  return known;
}
