import type { FittedModel, Forecast } from '../model.ts';
import { inputUntil, type ModelInput } from '../series/model-input.ts';
import { backtestWeights } from './backtest-weights.ts';
import type { Candidate } from './candidates.ts';
import { weightedCombination } from './weighted-combination.ts';

/** Models fitted to one series, with the weight of each. */
export interface CombinedModels {
  members: readonly Member[];
  /** how combined forecasts made before the end compare with what came */
  origins: readonly OriginErrors[];
}

export interface Member {
  fitted: FittedModel;
  /** sums to 1 over the members */
  weight: number;
  /** mean absolute error at the origins, in the units of the series; NaN if it was not judged */
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
/** Errors at the origins that are needed for weights halfway between equal ones and inversely proportional ones. */
const ERRORS_FOR_HALF_THE_POWER = 6;

/**
 * Fits the candidates to the whole series and weighs them by their errors at earlier origins.
 *
 * @param options.origins    how many values each origin knows, for example [80, 71]; none for a short series
 * @param options.companions models that were fitted elsewhere, such as a global model; they weigh as a typical member
 */
export function combineModels(
  input: ModelInput,
  options: {
    candidates: readonly Candidate[];
    origins: readonly number[];
    horizon: number;
    companions?: readonly FittedModel[];
  },
): CombinedModels {
  const { candidates, origins, horizon, companions = [] } = options;
  const finals = candidates.map((candidate) => fitCandidate(candidate, input));
  const used = withoutStandIns(candidates, finals);
  const past = origins.map((origin) => {
    const known = inputUntil(input, origin);
    return {
      origin,
      forecasts: used.map((place) => pastForecast(candidates[place]!, finals[place]!, known, horizon)),
    };
  });
  const judged = used.map((_, index) => meanError(input, past, index, horizon));
  const unknown = companions.map(() => Number.NaN);
  const judgement = averageRatio(
    judged.map(({ error }) => error),
    judged.map(({ relative }) => relative),
  );
  const priors = [...used.map((place) => candidates[place]!.prior), ...companions.map(() => 1)];
  const known = judged[0]?.known ?? 0;
  const power = known / (known + ERRORS_FOR_HALF_THE_POWER);
  const weights = withoutCrumbs(backtestWeights({ errors: [...judgement, ...unknown], priors, power }));
  const fitted = [...used.map((place) => finals[place]!), ...companions];
  return {
    members: fitted.map((member, index) => ({
      fitted: member,
      weight: weights[index]!,
      error: judged[index]?.error ?? Number.NaN,
    })),
    origins: past.map((at) => compare(input, { ...at, weights: weights.slice(0, used.length), horizon })),
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

/** Where a model could not be fitted, and what stood in for it is a member anyway, it is left out. */
function withoutStandIns(candidates: readonly Candidate[], finals: readonly FittedModel[]): number[] {
  const seen = new Set<string>();
  const kept: number[] = [];
  for (let place = 0; place < finals.length; place++) {
    const { model } = finals[place]!;
    const standsIn = model !== candidates[place]!.model.name;
    if (standsIn && (seen.has(model) || candidates.some((candidate) => candidate.model.name === model))) {
      continue;
    }
    seen.add(model);
    kept.push(place);
  }
  return kept;
}

/** Fits what was known at an origin; a form that was chosen on the whole series is kept where choosing is slow. */
function pastForecast(
  candidate: Candidate,
  fitted: FittedModel,
  known: ModelInput,
  horizon: number,
): Forecast {
  const options = { ...candidate.options, ...candidate.refit?.(fitted) };
  return candidate.model.fitInput(candidate.view ? candidate.view(known) : known, options).forecast(horizon);
}

interface PastForecasts {
  origin: number;
  forecasts: readonly Forecast[];
}

interface PastError {
  /** mean absolute error */
  error: number;
  /** mean of twice the absolute error over the sum of forecast and actual, both absolute (symmetric percentage error) */
  relative: number;
  known: number;
}

function meanError(
  input: ModelInput,
  past: readonly PastForecasts[],
  index: number,
  horizon: number,
): PastError {
  let sum = 0;
  let relative = 0;
  let known = 0;
  for (const { origin, forecasts } of past) {
    const { mean } = forecasts[index]!;
    for (let step = 0; step < horizon && origin + step < input.values.length; step++) {
      const actual = input.observed[origin + step]!;
      if (Number.isNaN(actual)) continue;
      const error = Math.abs(actual - mean[step]!);
      sum += error;
      if (error > 0) relative += (2 * error) / (Math.abs(actual) + Math.abs(mean[step]!));
      known++;
    }
  }
  if (known === 0) return { error: Number.NaN, relative: Number.NaN, known };
  return { error: sum / known, relative: relative / known, known };
}

/**
 * Both errors over those of a typical model, averaged: the absolute one alone would judge a series that shrinks, or
 * has a season of almost nothing, by its large values only.
 */
function averageRatio(absolute: readonly number[], relative: readonly number[]): number[] {
  const typicalAbsolute = middle(absolute);
  const typicalRelative = middle(relative);
  if (!(typicalAbsolute > 0 && typicalRelative > 0)) return [...absolute];
  return absolute.map((error, index) => 0.5 * (error / typicalAbsolute + relative[index]! / typicalRelative));
}

function middle(errors: readonly number[]): number {
  const sorted = errors.filter((error) => !Number.isNaN(error)).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
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
  { origin, forecasts, weights, horizon }: PastForecasts & { weights: Float64Array; horizon: number },
): OriginErrors {
  const weighty = forecasts.filter((_, index) => weights[index]! > 0);
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
