import type { FittedModel, Forecast } from '../model.ts';
import { inputUntil, type ModelInput } from '../series/model-input.ts';
import { backtestWeights } from './backtest-weights.ts';
import type { Candidate } from './candidates.ts';
import { weightedCombination } from './weighted-combination.ts';

/** Models fitted to one series, with the weight of each. */
export interface CombinedModels {
  members: readonly Member[];
  /** how forecasts made before the end compare with what came */
  origins: readonly OriginErrors[];
}

export interface Member {
  fitted: FittedModel;
  /** sums to 1 over the members */
  weight: number;
  /** mean absolute error at the origins, in the units of the series; NaN without origins */
  error: number;
}

/** The combined forecast of one origin against what came. */
export interface OriginErrors {
  /** values the forecast was made from */
  origin: number;
  /** actual minus forecast, per period ahead; NaN where nobody knows */
  errors: Float64Array;
  /** half the width of the models' own 68 % interval, combined, per period ahead */
  deviations: Float64Array;
}

/** Weight below which a member is not worth the reader's attention, nor its time. */
const SMALLEST_WEIGHT = 0.02;

/**
 * Fits the candidates to the whole series and weighs them by their errors at earlier origins.
 *
 * @param options.origins how many values each origin knows, for example [80, 71]; none for a short series
 */
export function combineModels(
  input: ModelInput,
  options: { candidates: readonly Candidate[]; origins: readonly number[]; horizon: number },
): CombinedModels {
  const { candidates, origins, horizon } = options;
  const finals = candidates.map((candidate) => fitCandidate(candidate, input));
  const used = withoutStandIns(candidates, finals);
  const past = origins.map((origin) => {
    const known = inputUntil(input, origin);
    return {
      origin,
      forecasts: used.map((place) => pastForecast(candidates[place]!, finals[place]!, known, horizon)),
    };
  });
  const errors = used.map((_, index) => meanError(input, past, index, horizon));
  const priors = used.map((place) => candidates[place]!.prior);
  const weights = withoutCrumbs(backtestWeights({ errors, priors }));
  return {
    members: used.map((place, index) => ({
      fitted: finals[place]!,
      weight: weights[index]!,
      error: errors[index]!,
    })),
    origins: past.map(({ origin, forecasts }) => compare(input, { origin, forecasts, weights, horizon })),
  };
}

/** The mean of the members, and the half width of their 68 % intervals, each combined by weight. */
export function combinedForecast(
  members: readonly Member[],
  horizon: number,
): { mean: Float64Array; deviations(): Float64Array } {
  const weighty = members.filter((member) => member.weight > 0);
  const forecasts = weighty.map((member) => member.fitted.forecast(horizon));
  const weights = weighty.map((member) => member.weight);
  return {
    mean: weightedCombination(
      forecasts.map((forecast) => forecast.mean),
      weights,
    ),
    deviations: () => weightedCombination(forecasts.map(halfWidth), weights),
  };
}

function fitCandidate({ model, options, view }: Candidate, input: ModelInput): FittedModel {
  return model.fitInput(view ? view(input) : input, options);
}

/** Where a model could not be fitted and another stood in, that other is counted once. */
function withoutStandIns(candidates: readonly Candidate[], finals: readonly FittedModel[]): number[] {
  const names = new Set<string>();
  const kept: number[] = [];
  finals.forEach((fitted, place) => {
    const standsIn = fitted.model !== candidates[place]!.model.name;
    if (standsIn && finals.some((other) => other !== fitted && other.model === fitted.model)) {
      if (names.has(fitted.model) || candidates.some((candidate) => candidate.model.name === fitted.model))
        return;
    }
    names.add(fitted.model);
    kept.push(place);
  });
  return kept;
}

/** The form chosen on the whole series is estimated again on what was known; where that is cheap. */
function pastForecast(
  candidate: Candidate,
  fitted: FittedModel,
  known: ModelInput,
  horizon: number,
): Forecast {
  const options = { ...candidate.options, ...candidate.refit?.(fitted) };
  return candidate.model.fitInput(candidate.view ? candidate.view(known) : known, options).forecast(horizon);
}

function meanError(
  input: ModelInput,
  past: readonly { origin: number; forecasts: readonly Forecast[] }[],
  index: number,
  horizon: number,
): number {
  let sum = 0;
  let known = 0;
  for (const { origin, forecasts } of past) {
    const { mean } = forecasts[index]!;
    for (let step = 0; step < horizon && origin + step < input.values.length; step++) {
      const actual = input.observed[origin + step]!;
      if (Number.isNaN(actual)) continue;
      sum += Math.abs(actual - mean[step]!);
      known++;
    }
  }
  return known === 0 ? Number.NaN : sum / known;
}

function withoutCrumbs(weights: Float64Array): Float64Array {
  let whole = 0;
  for (let index = 0; index < weights.length; index++) {
    if (weights[index]! < SMALLEST_WEIGHT) weights[index] = 0;
    whole += weights[index]!;
  }
  return weights.map((weight) => weight / whole);
}

function compare(
  input: ModelInput,
  past: {
    origin: number;
    forecasts: readonly Forecast[];
    weights: Float64Array;
    horizon: number;
  },
): OriginErrors {
  const { origin, weights, horizon } = past;
  const weighty = past.forecasts.filter((_, index) => weights[index]! > 0);
  const positive = weights.filter((weight) => weight > 0);
  const mean = weightedCombination(
    weighty.map((forecast) => forecast.mean),
    positive,
  );
  const errors = new Float64Array(horizon).fill(Number.NaN);
  for (let step = 0; step < horizon && origin + step < input.values.length; step++) {
    errors[step] = input.observed[origin + step]! - mean[step]!;
  }
  return { origin, errors, deviations: weightedCombination(weighty.map(halfWidth), positive) };
}

/** One standard normal score. */
const UPPER = 0.8413447460685429;

function halfWidth(forecast: Forecast): Float64Array {
  const upper = forecast.quantile(UPPER);
  const lower = forecast.quantile(1 - UPPER);
  for (let step = 0; step < upper.length; step++) upper[step] = 0.5 * (upper[step]! - lower[step]!);
  return upper;
}
