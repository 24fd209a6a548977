import {
  coverage,
  M5_PROBABILITIES,
  meanAbsoluteScaledError,
  meanScaledIntervalScore,
  naive2,
  overallWeightedAverage,
  rootMeanSquaredScaledError,
  scaledBias,
  scaledPinballLoss,
  symmetricPercentageError,
} from '../../packages/forecasting/src/accuracy/index.ts';
import type { SeriesCase } from './data-sets.ts';
import { type ForecastRow, wasReplaced } from './forecast-series.ts';

/** Averages over the series of one set, for one model. A measure a series does not have does not count for it. */
export interface Scores {
  series: number;
  /** series for which another model stood in */
  replaced: number;
  symmetricPercentageError: number;
  meanAbsoluteScaledError: number;
  overallWeightedAverage: number;
  rootMeanSquaredScaledError: number;
  scaledPinballLoss: number;
  coverage80: number;
  coverage95: number;
  meanScaledIntervalScore: number;
  scaledBias: number;
  /** per second and core: with intervals and quantiles, and with the mean alone */
  seriesPerSecond: number;
  meansPerSecond: number;
  /** as the first, per second of the processor */
  seriesPerProcessorSecond: number;
}

/** @param rows   of one set and one model
 *  @param cases  of the same set, by id */
export function scoresOf(rows: ForecastRow[], cases: ReadonlyMap<string, SeriesCase>): Scores {
  const errors = rows.map((row) => errorsOf(row, cases.get(row.id)!));
  const benchmark = rows.map((row) => benchmarkErrors(cases.get(row.id)!));
  const total = (seconds: (row: ForecastRow) => number): number =>
    rows.reduce((sum, row) => sum + seconds(row), 0);
  const mean = (measure: keyof SeriesErrors): number => averageKnown(errors.map((error) => error[measure]));
  const method = {
    symmetricPercentageError: mean('symmetricPercentageError'),
    meanAbsoluteScaledError: mean('meanAbsoluteScaledError'),
  };
  return {
    series: rows.length,
    replaced: rows.filter(wasReplaced).length,
    ...method,
    overallWeightedAverage: overallWeightedAverage({
      method,
      benchmark: {
        symmetricPercentageError: averageKnown(benchmark.map((error) => error.symmetricPercentageError)),
        meanAbsoluteScaledError: averageKnown(benchmark.map((error) => error.meanAbsoluteScaledError)),
      },
    }),
    rootMeanSquaredScaledError: mean('rootMeanSquaredScaledError'),
    scaledPinballLoss: mean('scaledPinballLoss'),
    coverage80: mean('coverage80'),
    coverage95: mean('coverage95'),
    meanScaledIntervalScore: mean('meanScaledIntervalScore'),
    scaledBias: mean('scaledBias'),
    seriesPerSecond: rows.length / total((row) => row.seconds),
    meansPerSecond: rows.length / total((row) => row.meanSeconds),
    seriesPerProcessorSecond: rows.length / total((row) => row.processorSeconds),
  };
}

type SeriesErrors = ReturnType<typeof errorsOf>;

function errorsOf(row: ForecastRow, { history, actual, period }: SeriesCase) {
  const { mean, lower80, upper80, lower95, upper95, quantiles } = row;
  const intervals = lower80.length > 0;
  return {
    ...pointErrors(mean, { history, actual, period }),
    rootMeanSquaredScaledError: rootMeanSquaredScaledError({ actual, forecast: mean, history }),
    scaledBias: scaledBias({ actual, forecast: mean, history, lag: period }),
    scaledPinballLoss:
      quantiles.length > 0
        ? scaledPinballLoss({ actual, history, probabilities: M5_PROBABILITIES, quantiles })
        : Number.NaN,
    coverage80: intervals ? coverage({ actual, lower: lower80, upper: upper80 }) : Number.NaN,
    coverage95: intervals ? coverage({ actual, lower: lower95, upper: upper95 }) : Number.NaN,
    meanScaledIntervalScore: intervals
      ? meanScaledIntervalScore({
          actual,
          lower: lower95,
          upper: upper95,
          level: 0.95,
          history,
          lag: period,
        })
      : Number.NaN,
  };
}

function benchmarkErrors({ history, actual, period, horizon }: SeriesCase) {
  return pointErrors(naive2({ history, period, horizon }), { history, actual, period });
}

function pointErrors(
  forecast: Float64Array,
  { history, actual, period }: Pick<SeriesCase, 'history' | 'actual' | 'period'>,
) {
  return {
    symmetricPercentageError: symmetricPercentageError({ actual, forecast }),
    meanAbsoluteScaledError: meanAbsoluteScaledError({ actual, forecast, history, lag: period }),
  };
}

function averageKnown(values: number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
