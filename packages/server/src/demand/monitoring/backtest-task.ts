import { type Accuracy, accuracyByHorizon, type OriginOutcome, rollingOrigins } from '@granary/forecasting';
import { loadModel } from '@granary/forecasting/bulk';
import { addDays } from '../../platform/calendar.ts';
import { periodHistory } from '../generated/period-history.ts';
import { type PeriodFrequency, periodsAfter } from '../generated/periods.ts';
import type { SoldDays } from '../oldest-first.ts';
import type { BacktestReply } from './schema.ts';

/** One item, forecast again from several points of its past, in a worker thread. */
export interface BacktestTask {
  stores: SoldDays[];
  dataUntil: string;
  frequency: PeriodFrequency;
  horizon: number;
  origins: number;
  step: number;
  method: string;
}

/** Whole periods that the first origin must have behind it. */
const shortestHistory = 2;

export default async function backtest(
  task: BacktestTask,
): Promise<Pick<BacktestReply, 'accuracy' | 'by_horizon' | 'origins'>> {
  const { dataUntil, frequency, horizon, method } = task;
  const { periods } = periodHistory(task.stores, { dataUntil, frequency });
  const outcomes = rollingOrigins(periods, await loadModel(method), {
    horizon,
    origins: task.origins,
    step: task.step,
    shortestHistory,
    probabilities: [0.1, 0.9],
    options: method === 'auto' ? { horizon } : {},
  }).map(asShown);
  const { all, periods: ahead } = accuracyByHorizon(outcomes);
  const dates = periodsAfter(addDays(periods.startDate, -1), frequency, periods.values.length);
  return {
    accuracy: describe(all),
    by_horizon: ahead.map((accuracy, place) => ({ period: place + 1, ...describe(accuracy) })),
    origins: outcomes.map((outcome) => ({
      data_until: addDays(dates[outcome.origin]?.start ?? dataUntil, -1),
      form: outcome.form,
      periods: Array.from(outcome.mean, (mean, step) => ({
        period_start: dates[outcome.origin + step]?.start ?? '',
        actual: numberOrNull(outcome.actual[step] as number),
        mean,
        p10: outcome.quantiles[0]?.[step] ?? mean,
        p90: outcome.quantiles[1]?.[step] ?? mean,
      })),
    })),
  };
}

/** Judged by the digits that are shown: a constant forecast does not miss by the rounding of the last one. */
function asShown(outcome: OriginOutcome): OriginOutcome {
  return {
    ...outcome,
    mean: outcome.mean.map(rounded),
    quantiles: outcome.quantiles.map((row) => row.map(rounded)),
  };
}

function describe(accuracy: Accuracy): BacktestReply['accuracy'] {
  return {
    known_periods: accuracy.known,
    wape_pct: numberOrNull(100 * accuracy.weightedPercentageError),
    bias_units: numberOrNull(accuracy.bias),
    mean_absolute_error_units: numberOrNull(accuracy.meanAbsoluteError),
    root_mean_squared_error_units: numberOrNull(accuracy.rootMeanSquaredError),
    coverage_80_pct: numberOrNull(100 * (accuracy.coverage[0]?.share ?? Number.NaN)),
  };
}

function numberOrNull(value: number): number | null {
  return Number.isFinite(value) ? rounded(value) : null;
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
