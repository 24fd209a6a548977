/** Which states a complex exponential smoothing model has. */
export type ComplexForm = 'none' | 'simple' | 'partial' | 'full';

/**
 * States of a complex exponential smoothing model: a level and what the model knows beside it (the information
 * potential), for the whole series, and for each place in the season.
 */
export interface ComplexState {
  /** [l, c] */
  level: Float64Array;
  /** [l1] per place; empty without a season */
  season: Float64Array;
  /** [c1] per place */
  seasonPotential: Float64Array;
}

/** A model form, its season, and the series it reads. */
export interface ComplexProblem {
  form: ComplexForm;
  /** 1 without a season */
  period: number;
  /** NaN where unknown */
  observed: Float64Array;
}

/** How many smoothing parameters a form has: real and imaginary part of each [alpha0, alpha1, beta0, beta1]. */
export const PARAMETERS: Readonly<Record<ComplexForm, number>> = { none: 2, simple: 2, partial: 3, full: 4 };

/**
 * One-step errors of a model whose initial states were found by backcasting: the filter runs forward from a rough
 * start, back to the beginning, and forward again. O(n).
 *
 * @param errors filled; 0 where a value is unknown
 * @returns sum of the squared errors; `state` is that after the last value
 * @see Svetunkov, Kourentzes, Ord (2022), Complex exponential smoothing, Naval Research Logistics 69, equations 10,
 *   11 and 20
 */
export function filterErrors(
  problem: ComplexProblem,
  parameters: Float64Array,
  work: { state: ComplexState; errors: Float64Array },
): number {
  startFilter(problem, parameters, work);
  return pass(problem, parameters, { ...work, first: 0, values: problem.observed.length, backward: false });
}

/** Sets the states to those before the first value. */
export function startFilter(
  problem: ComplexProblem,
  parameters: Float64Array,
  work: { state: ComplexState; errors: Float64Array },
): void {
  const values = problem.observed.length;
  roughStart(problem, parameters, work.state);
  pass(problem, parameters, { ...work, first: 0, values, backward: false });
  pass(problem, parameters, { ...work, first: values - 1, values, backward: true });
}

/** States of a form, all 0. */
export function emptyState({ form, period }: ComplexProblem): ComplexState {
  const places = form === 'none' ? 0 : period;
  return {
    level: new Float64Array(2),
    season: new Float64Array(places),
    seasonPotential: new Float64Array(places),
  };
}

/** Filters some values from the first of them on; the sum of their squared errors. */
export function pass(
  { form, observed, period }: ComplexProblem,
  parameters: Float64Array,
  range: { state: ComplexState; errors: Float64Array; first: number; values: number; backward: boolean },
): number {
  const { state, errors, first, values, backward } = range;
  const { season, seasonPotential } = state;
  const hasLevel = form !== 'simple';
  const hasSeason = form !== 'none';
  const complexSeason = form === 'simple' || form === 'full';
  const real = parameters[0]!;
  const imaginary = parameters[1]!;
  const seasonReal = form === 'simple' ? real : hasSeason ? parameters[2]! : 0;
  const seasonImaginary = form === 'simple' ? imaginary : complexSeason ? parameters[3]! : 0;
  let level = state.level[0]!;
  let potential = state.level[1]!;
  let squares = 0;
  const step = backward ? -1 : 1;
  let index = first;
  let place = index % period;
  for (let count = 0; count < values; count++) {
    const seasonal = hasSeason ? season[place]! : 0;
    const value = observed[index]!;
    let error = value - (hasLevel ? level + seasonal : seasonal);
    if (Number.isNaN(error)) error = 0;
    errors[index] = error;
    squares += error * error;
    if (hasLevel) {
      const next = level - (1 - imaginary) * potential + (real - imaginary) * error;
      potential = level + (1 - real) * potential + (real + imaginary) * error;
      level = next;
    }
    if (complexSeason) {
      const beside = seasonPotential[place]!;
      season[place] = seasonal - (1 - seasonImaginary) * beside + (seasonReal - seasonImaginary) * error;
      seasonPotential[place] = seasonal + (1 - seasonReal) * beside + (seasonReal + seasonImaginary) * error;
    } else if (hasSeason) {
      season[place] = seasonal + seasonReal * error;
    }
    index += step;
    place += step;
    if (place === period) place = 0;
    else if (place < 0) place = period - 1;
  }
  state.level[0] = level;
  state.level[1] = potential;
  return squares;
}

/** Level from the first season or ten values, places from the first two seasons; a steady state's potential. */
function roughStart(
  { form, observed, period }: ComplexProblem,
  parameters: Float64Array,
  { level, season, seasonPotential }: ComplexState,
): void {
  const start = averageOf(observed, {
    first: 0,
    step: 1,
    end: Math.min(observed.length, Math.max(period, 10)),
  });
  level[0] = start;
  level[1] = start / parameters[0]!;
  const seasonReal = form === 'full' ? parameters[2]! : parameters[0]!;
  for (let place = 0; place < season.length; place++) {
    const average = averageOf(observed, { first: place, step: period, end: 2 * period });
    season[place] = form === 'simple' ? average : average - start;
    seasonPotential[place] = season[place]! / seasonReal;
  }
}

/** Of the known values; of all if the range has none. */
function averageOf(
  observed: Float64Array,
  { first, step, end }: { first: number; step: number; end: number },
): number {
  let sum = 0;
  let known = 0;
  for (let index = first; index < end && index < observed.length; index += step) {
    const value = observed[index]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    known++;
  }
  if (known > 0) return sum / known;
  return averageOf(observed, { first: 0, step: 1, end: observed.length });
}

/** What a state leads to: the mean of the periods ahead, with no errors. The state is left as it is. */
export function stateAhead(
  { form, period }: Pick<ComplexProblem, 'form' | 'period'>,
  parameters: Float64Array,
  { state, next, horizon }: { state: ComplexState; next: number; horizon: number },
): Float64Array {
  const mean = new Float64Array(horizon);
  if (form !== 'simple') {
    let [level, potential] = [state.level[0]!, state.level[1]!];
    for (let step = 0; step < horizon; step++) {
      mean[step] = level;
      const following = level - (1 - parameters[1]!) * potential;
      potential = level + (1 - parameters[0]!) * potential;
      level = following;
    }
  }
  if (form === 'none') return mean;
  const season = Float64Array.from(state.season);
  const potentials = Float64Array.from(state.seasonPotential);
  const first = form === 'simple' ? 0 : 2;
  for (let step = 0; step < horizon; step++) {
    const place = (next + step) % period;
    const seasonal = season[place]!;
    mean[step]! += seasonal;
    if (form === 'partial') continue;
    season[place] = seasonal - (1 - parameters[first + 1]!) * potentials[place]!;
    potentials[place] = seasonal + (1 - parameters[first]!) * potentials[place]!;
  }
  return mean;
}

/** What an error of 1 adds to the states. */
export function shock(
  { form, period }: Pick<ComplexProblem, 'form' | 'period'>,
  parameters: Float64Array,
): ComplexState {
  const places = form === 'none' ? 0 : period;
  const season = new Float64Array(places);
  const seasonPotential = new Float64Array(places);
  const [real = 0, imaginary = 0, seasonReal = 0, seasonImaginary = 0] = parameters;
  if (form === 'partial') season[0] = seasonReal;
  if (form === 'full') {
    season[0] = seasonReal - seasonImaginary;
    seasonPotential[0] = seasonReal + seasonImaginary;
  }
  if (form === 'simple') {
    season[0] = real - imaginary;
    seasonPotential[0] = real + imaginary;
  }
  return { level: Float64Array.of(real - imaginary, real + imaginary), season, seasonPotential };
}
