import type { InformationCriteria } from '../../model.ts';
import type { ModelInput } from '../../series/model-input.ts';
import { isConstant, largestSize } from '../../series/unit-root.ts';
import type { DataNote } from '../../time-series.ts';
import { informationCriteria } from '../define-model.ts';
import { type ArimaEstimate, type ArimaProblem, dataOf, estimate } from './arima-estimate.ts';
import { type FittedArima, fittedArima } from './arima-forecast.ts';
import { independentRegressors, type UsedRegressor, usableRegressors } from './arima-regressors.ts';
import { arimaProblem, chooseDifferences } from './arima-series.ts';
import {
  type ArimaOrders,
  autoregressiveReach,
  type Differences,
  differencedAway,
  movingAverageReach,
} from './arma-orders.ts';
import type { WeighedArima } from './averaged-forecast.ts';
import { chooseOrders, type WeighedForm } from './choose-orders.ts';
import { differenceAll, type Explained } from './differenced-data.ts';
import { seasonalWaves } from './fourier-pairs.ts';

/** The orders a caller gave, or how to choose them. */
export interface ArimaPlan {
  /** given orders; the period is that of the series. Chosen if absent */
  orders?: Omit<ArimaOrders, 'period' | 'constant'> & { constant?: boolean };
  approximate: boolean;
  /** highest number of differences that is chosen [d], 0 to 2 */
  mostDifferences: number;
}

/** A fitted model in the units of the values it was given. */
export interface ArimaOutcome {
  fitted: FittedArima;
  /** the forms with the least AICc, this one among them; fewer than two if orders were given */
  nearest(): WeighedArima[];
  regressors: readonly UsedRegressor[];
  /** the values were divided by this power of two */
  scale: number;
  /** absent if the series leaves no error */
  criteria?: InformationCriteria;
}

/** Longer seasons are described by waves, which cost the same for any length. */
const LONGEST_SEASONAL_PERIOD = 24;
/**
 * With more missing values than this they stay filled in: each costs a column of the likelihood, and in a long history
 * with a long season each column costs more.
 */
const MOST_MISSING = 50;
const MISSING_WORK = 500_000;

/** Fits the planned form to (transformed) values; undefined if they are too few for given orders. */
export function fitArima(
  input: ModelInput,
  values: Float64Array,
  plan: ArimaPlan,
  notes: DataNote[],
): ArimaOutcome | undefined {
  const scale = powerOfTwoNear(largestSize(values));
  const scaled = values.map((value) => value / scale);
  const explained: Explained = { values: scaled, missing: missingPlaces(input), regressors: [] };
  const regressors = usableRegressors(input, notes);
  const period = plan.orders ? input.seasonalPeriod : shortPeriod(input);
  const used = plan.orders ? regressors : [...regressors, ...waves(input, explained, regressors)];
  const by = plan.orders
    ? { d: plan.orders.d, D: period > 1 ? plan.orders.D : 0, period }
    : chooseDifferences(withRegressors(explained, used), period, plan.mostDifferences);
  const independent = independentRegressors(used, by, notes);
  const complete = withRegressors(explained, independent);
  const found = plan.orders ? givenForm(complete, by, plan.orders) : chosenForm(complete, by, plan);
  if (found === undefined) return undefined;
  const { form, alternatives, problem } = found;
  const fitted = fittedArima(form, problem, complete);
  const criteria = Number.isFinite(form.criteria.logLikelihood) ? inUnits(form, problem, scale) : undefined;
  const nearest = (): WeighedArima[] =>
    alternatives.map((other) => ({
      weight: other.weight,
      fitted: fittedArima(other.form, problem, complete),
    }));
  return { fitted, nearest, regressors: independent, scale, ...(criteria === undefined ? {} : { criteria }) };
}

interface Found {
  form: ArimaEstimate;
  alternatives: readonly WeighedForm[];
  problem: ArimaProblem;
}

function chosenForm(explained: Explained, by: Differences, { approximate }: ArimaPlan): Found {
  if (leavesNothing(explained, by)) return constantForm(explained, by);
  const { chosen, alternatives, problem } = chooseOrders(explained, by, { approximate });
  return { form: chosen, alternatives, problem };
}

function givenForm(
  explained: Explained,
  by: Differences,
  given: NonNullable<ArimaPlan['orders']>,
): Found | undefined {
  const { period } = by;
  const constant = given.constant ?? by.d + by.D === 0;
  const seasonal = period > 1 ? { P: given.P, Q: given.Q } : { P: 0, Q: 0 };
  const orders: ArimaOrders = { ...given, ...seasonal, ...by, constant: constant && by.d + by.D <= 1 };
  const { p, q, P, Q } = orders;
  const estimated = p + q + P + Q + explained.regressors.length + (orders.constant ? 1 : 0);
  const left = explained.values.length - explained.missing.length - differencedAway(by);
  if (left <= estimated + 1) return undefined;
  if (leavesNothing(explained, by)) return constantForm(explained, by);
  const reach = Math.max(autoregressiveReach(orders), movingAverageReach(orders) + 1);
  const problem = arimaProblem(explained, by, { constant: orders.constant, reach });
  return { form: estimate(problem, orders, { exact: true }), alternatives: [], problem };
}

/** Whether differencing leaves the same number everywhere. */
function leavesNothing({ values }: Explained, by: Differences): boolean {
  return isConstant(differenceAll(values, by), largestSize(values));
}

function constantForm(explained: Explained, by: Differences): Found {
  const orders = { ...by, p: 0, q: 0, P: 0, Q: 0, constant: by.d + by.D <= 1 };
  const problem = arimaProblem(explained, by, { constant: orders.constant, reach: 1 });
  const logLikelihood = Number.POSITIVE_INFINITY;
  const criteria = { logLikelihood, aic: -logLikelihood, aicc: -logLikelihood, bic: -logLikelihood };
  const form = { orders, exact: true, free: new Float64Array(0), criteria, variance: 0, rootsClear: true };
  return { form, alternatives: [], problem };
}

/** Criteria of the values themselves: a density of scaled values is one of the values times the scale. */
function inUnits({ orders, free, criteria }: ArimaEstimate, problem: ArimaProblem, scale: number) {
  const data = dataOf(problem, orders);
  const { observations } = data;
  return informationCriteria({
    logLikelihood: criteria.logLikelihood - observations * Math.log(scale),
    parameters: free.length + data.columns.length - data.missing,
    observations,
  });
}

/** The longest season that a seasonal process can have here. */
function shortPeriod({ seasonalPeriods }: ModelInput): number {
  return Math.max(1, ...seasonalPeriods.filter((period) => period <= LONGEST_SEASONAL_PERIOD));
}

function waves(
  input: ModelInput,
  explained: Explained,
  regressors: readonly UsedRegressor[],
): UsedRegressor[] {
  let known = [...regressors];
  const found: UsedRegressor[] = [];
  for (const period of input.seasonalPeriods) {
    if (period <= LONGEST_SEASONAL_PERIOD) continue;
    const season = seasonalWaves(withRegressors(explained, known), period);
    found.push(...season);
    known = [...known, ...season];
  }
  return found;
}

function withRegressors(explained: Explained, regressors: readonly UsedRegressor[]): Explained {
  return { ...explained, regressors: regressors.map(({ past }) => past) };
}

function missingPlaces(input: ModelInput): number[] {
  const { observed, observedCount } = input;
  const missing = observed.length - observedCount;
  // Two seasons and a few values are how far the largest forms look back.
  const work = missing * observed.length * (2 * shortPeriod(input) + 5);
  if (missing === 0 || missing > MOST_MISSING || 2 * missing > observed.length) return [];
  if (work > MISSING_WORK) return [];
  return Array.from(observed.keys()).filter((place) => Number.isNaN(observed[place]!));
}

function powerOfTwoNear(size: number): number {
  return size > 0 ? 2 ** Math.round(Math.log2(size)) : 1;
}
