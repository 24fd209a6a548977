import { estimatedLinearForecast } from '../../forecasts/estimated-linear-forecast.ts';
import type { InformationCriteria } from '../../model.ts';
import type { ModelInput } from '../../series/model-input.ts';
import { defineModel, informationCriteria, type ModelFit } from '../define-model.ts';
import { naive } from '../simple/naive.ts';
import { type ComplexForm, PARAMETERS, shock, stateAhead } from './complex-filter.ts';
import { type ComplexFit, leastSquaresComplex, parameterErrors } from './complex-search.ts';
import { measuredWidening } from './measured-widening.ts';

export interface CesOptions {
  /** without a season, or with one of the three kinds; the one with the least AICc if left out */
  season?: ComplexForm;
}

const FEWEST_VALUES = 6;

/**
 * Complex exponential smoothing (CES): one complex smoothing parameter in place of separate ones for level and
 * trend, so that a series need not be one or the other. Season: 'none', 'simple' (seasonal states only), 'partial'
 * (a level and additive seasonal effects) or 'full' (a level and seasonal states of their own, which may also move
 * with the level). Initial states are found by backcasting. Its trend is growth at a rate: a line is carried on too
 * steeply where it has multiplied the level. Seasons are additive: prefer a multiplicative model where the season
 * grows with the level. Needs six values.
 *
 * @see Svetunkov, Kourentzes, Ord (2022), Complex exponential smoothing, Naval Research Logistics 69
 */
export const ces = defineModel<CesOptions>({
  name: 'ces',
  fallback: naive,
  fit(input, { season }) {
    checkSeason(season);
    if (input.observedCount < FEWEST_VALUES)
      return { unfit: `needs ${FEWEST_VALUES} values and found ${input.observedCount}` };
    let best: { fit: ComplexFit; aicc: number } | undefined;
    for (const form of formsFor(input, season)) {
      const period = form === 'none' ? 1 : input.seasonalPeriod;
      const fit = leastSquaresComplex({ form, period, observed: input.observed });
      const { aicc } = criteriaOf(fit, input);
      if (best === undefined || aicc < best.aicc) best = { fit, aicc };
    }
    return modelOf(best!.fit, input);
  },
});

const SEASONS: readonly ComplexForm[] = ['none', 'simple', 'partial', 'full'];

function checkSeason(season: string | undefined): void {
  if (season === undefined || (SEASONS as readonly string[]).includes(season)) return;
  throw new RangeError(`season is '${season}'; it must be one of ${SEASONS.join(', ')}`);
}

function formsFor({ seasonalPeriod }: ModelInput, asked: ComplexForm | undefined): readonly ComplexForm[] {
  if (seasonalPeriod === 1) return ['none'];
  return asked === undefined ? SEASONS : [asked];
}

/**
 * The season's initial states count as period − 1 parameters: backcasting takes them from the data. Counted so, the
 * choice among the forms has OWA .865 on M3 monthly, and .881 if they are left out; other sets do not tell.
 */
function criteriaOf({ problem, squares }: ComplexFit, { observedCount: n }: ModelInput): InformationCriteria {
  const logLikelihood = -0.5 * n * (Math.log(2 * Math.PI * Math.max(squares / n, Number.MIN_VALUE)) + 1);
  const parameters = PARAMETERS[problem.form] + problem.period;
  return informationCriteria({ logLikelihood, parameters, observations: n });
}

function modelOf(fit: ComplexFit, input: ModelInput): ModelFit {
  const { problem, parameters, squares, errors, state } = fit;
  const n = errors.length;
  const known = input.observedCount;
  const degreesOfFreedom = Math.max(1, known / 4, known - parameters.length - problem.period);
  const sigma = Math.sqrt(squares / degreesOfFreedom);
  const [alpha = 0, alphaImaginary = 0, beta, betaImaginary] = parameters;
  return {
    form: problem.form === 'none' ? 'CES(none)' : `CES(${problem.form})[${problem.period}]`,
    parameters: {
      alpha,
      alphaImaginary,
      ...(beta === undefined ? {} : { beta }),
      ...(betaImaginary === undefined ? {} : { betaImaginary }),
      sigma,
    },
    criteria: criteriaOf(fit, input),
    get fittedValues() {
      return input.observed.map((value, index) => value - errors[index]!);
    },
    forecast(horizon) {
      const weights = new Float64Array(horizon);
      weights[0] = 1;
      weights.set(
        stateAhead(problem, parameters, {
          state: shock(problem, parameters),
          // The shock is at place 0: the period after it is place 1 of the season.
          next: 1,
          horizon: horizon - 1,
        }),
        1,
      );
      let errors: WidenedErrors | undefined;
      const widened = (): WidenedErrors => {
        errors ??= widenedErrors(fit, { weights, sigma });
        return errors;
      };
      return estimatedLinearForecast({
        mean: stateAhead(problem, parameters, { state, next: n, horizon }),
        weights,
        sigma,
        degreesOfFreedom,
        get parameterErrors() {
          return widened().parameterErrors;
        },
        get factors() {
          return widened().factors;
        },
      });
    },
  };
}

interface WidenedErrors {
  parameterErrors: Float64Array[];
  factors: Float64Array;
}

/** Errors of periods and parameters, widened or narrowed by those that forecasts from the past made. */
function widenedErrors(
  fit: ComplexFit,
  { weights, sigma }: { weights: Float64Array; sigma: number },
): WidenedErrors {
  const errors = parameterErrors(fit, { sigma, horizon: weights.length });
  let squares = 0;
  const modelled = weights.map((weight, step) => {
    squares += weight * weight;
    let variance = sigma * sigma * squares;
    for (const error of errors) variance += error[step]! * error[step]!;
    return Math.sqrt(variance);
  });
  const factors = measuredWidening(fit, modelled);
  return {
    parameterErrors: errors.map((error) => error.map((value, step) => value * factors[step]!)),
    factors,
  };
}
