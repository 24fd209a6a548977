import type { InformationCriteria } from '../../model.ts';
import type { ModelInput } from '../../series/model-input.ts';
import { informationCriteria, type ModelFit } from '../define-model.ts';
import { putBack, type SeasonAdjustment, seasonsAhead, withoutSeasons } from './season-adjustment.ts';
import { thetaForecast } from './theta-forecast.ts';
import { dynamicLines, staticLines } from './theta-lines.ts';
import { leastSquaresTheta, type ThetaParameters, type ThetaProblem } from './theta-search.ts';

/** Which of the state-space theta models. */
export interface ThetaKind {
  /** whether the line is that of the values so far, or of the whole history */
  dynamic: boolean;
  /** [theta] at least 1; estimated if left out */
  theta?: number;
}

/** A theta model fitted to a series without its seasons. */
export interface FittedTheta {
  kind: ThetaKind;
  adjustment: SeasonAdjustment;
  problem: ThetaProblem;
  parameters: ThetaParameters;
  /** what was subtracted from the values before the search */
  origin: number;
  observedCount: number;
  /** standard deviation of the error of a value of weight 1, degrees of freedom taken off */
  sigma: number;
  degreesOfFreedom: number;
  criteria: InformationCriteria;
}

/** The bounds of the authors; 0.1 keeps the level from standing still. */
const ALPHA_RANGE = { smallestAlpha: 0.1, largestAlpha: 0.99 };
const FEWEST_VALUES = 4;

/** Fits one kind to a series whose seasons were taken off. */
export function fitKind(input: ModelInput, adjustment: SeasonAdjustment, kind: ThetaKind): FittedTheta {
  const origin = adjustment.values[0]!;
  const relative = adjustment.values.map((value) => value - origin);
  const problem: ThetaProblem = {
    observed: adjustment.observed.map((value) => value - origin),
    weights: adjustment.weights,
    lines: kind.dynamic ? dynamicLines(relative) : staticLines(relative),
    ...(kind.theta === undefined ? {} : { lineShare: 1 - 1 / kind.theta }),
    ...ALPHA_RANGE,
  };
  const parameters = leastSquaresTheta(problem);
  const n = input.observedCount;
  // The static line knows the whole history, so its level and slope are parameters of the errors.
  const own = 2 + (kind.theta === undefined ? 1 : 0) + (kind.dynamic ? 0 : 2);
  const degreesOfFreedom = Math.max(n / 4, n - own - adjustment.parameters, 1);
  const variance = Math.max(parameters.squares / n, Number.MIN_VALUE);
  const logLikelihood = adjustment.logJacobian - 0.5 * n * (Math.log(2 * Math.PI * variance) + 1);
  const criteria = informationCriteria({
    logLikelihood,
    parameters: own + 1 + adjustment.parameters,
    observations: n,
  });
  const sigma = Math.sqrt(parameters.squares / degreesOfFreedom);
  return {
    kind,
    adjustment,
    problem,
    parameters,
    origin,
    observedCount: n,
    sigma,
    degreesOfFreedom,
    criteria,
  };
}

/** The model of one kind, or why there is none. */
export function fitTheta(input: ModelInput, kind: ThetaKind): ModelFit | { unfit: string } {
  return tooShort(input) ?? modelOf(fitKind(input, withoutSeasons(input), kind));
}

export function tooShort({ observedCount }: ModelInput): { unfit: string } | undefined {
  if (observedCount >= FEWEST_VALUES) return undefined;
  return { unfit: `needs ${FEWEST_VALUES} values and found ${observedCount}` };
}

/** The fit as `defineModel` takes it. */
export function modelOf(fit: FittedTheta): ModelFit {
  const { adjustment, parameters, origin, sigma, criteria } = fit;
  const { alpha, initialLevel, lineShare } = parameters;
  return {
    form: formOf(fit),
    parameters: {
      alpha,
      theta: 1 / (1 - lineShare),
      initialLevel: origin + initialLevel,
      sigma,
      ...(adjustment.seasons.length === 0 ? {} : { season: lastSeason(adjustment) }),
    },
    criteria,
    get fittedValues() {
      return fittedValues(fit);
    },
    forecast: (horizon) => thetaForecast(fit, horizon),
  };
}

function lastSeason(adjustment: SeasonAdjustment): number[] {
  const longest = adjustment.seasons[adjustment.seasons.length - 1]!.period;
  return [...seasonsAhead(adjustment, longest)];
}

function formOf({ kind, adjustment: { seasons } }: FittedTheta): string {
  const name = `${kind.dynamic ? 'dynamic' : 'static'}, theta ${kind.theta ?? 'estimated'}`;
  if (seasons.length === 0) return `${name}, no season`;
  return `${name}, ${seasons[0]!.kind} season of ${seasons.map(({ period }) => period).join(' and ')}`;
}

/** One-step forecasts of the history, with the seasons put back. */
function fittedValues({ problem, parameters, origin, adjustment }: FittedTheta): Float64Array {
  const { observed, weights, lines } = problem;
  const { alpha, initialLevel, lineShare } = parameters;
  const fitted = new Float64Array(observed.length);
  let level = initialLevel;
  let decay = 1;
  for (let index = 0; index < fitted.length; index++) {
    const next = decay * (1 - alpha);
    const line = decay * lines.level[index]! + ((1 - next) / alpha) * lines.slope[index]!;
    decay = next;
    const expected = level + lineShare * line;
    fitted[index] = origin + expected;
    const gain = alpha * weights[index]!;
    const value = observed[index]!;
    level += alpha * (expected - level);
    if (!Number.isNaN(value)) level += gain * (value - expected);
  }
  return putBack(adjustment, fitted);
}
