import { gamma, logGamma, type RandomStream } from '@granary/statistics';
import { boundedForecast } from '../../forecasts/bounded-forecast.ts';
import { checkHorizon } from '../../forecasts/forecast-arguments.ts';
import { simulatedForecast } from '../../forecasts/simulated-forecast.ts';
import type { FittedModel, Forecast } from '../../model.ts';
import { readSeries } from '../../series/model-input.ts';
import type { DataNote } from '../../time-series.ts';
import { defineModel } from '../define-model.ts';
import { mean } from '../simple/mean.ts';
import { type Launch, launchesOf, totalUntil, valueAfter } from './launches.ts';
import { chooseSharpness } from './sharpness.ts';
import { type Attributes, similarities } from './similarity.ts';

/** An item that was new once. */
export interface Analogue {
  /** demand per period from its launch on, NaN where nobody knows */
  history: ArrayLike<number>;
  attributes: Attributes;
}

export interface NewItem {
  attributes: Attributes;
  analogues: readonly Analogue[];
  /** demand of the new item since its launch; none if left out */
  sales?: ArrayLike<number>;
  /** [p] analogues weigh similarity to this power, at least 0; chosen by leaving out each analogue if left out */
  sharpness?: number;
}

/** Spread of the scale around each analogue where a single one is all there is: a factor of about two either way. */
const LONELY_SPREAD = 0.7;
/**
 * Share of items that are unlike all before them: their factor has variance 1. Without them, own sales far from the
 * analogues would be taken for chance for too long.
 */
const UNLIKE = 0.05;
const UNLIKE_VARIANCE = 1;
/** The scale around an analogue is never surer than this (variance of a factor). */
const LEAST_VARIANCE = 0.01;

/**
 * The forecast of an item with little or no history from items that were new before: their histories from launch
 * on, weighted by similarity of the attributes, each with a scale of its own that is only known up to a factor.
 *
 * Without sales of its own the distribution is that of the analogues, spread by a kernel (so the variance between
 * items is in it). Each period of own sales moves it: an analogue whose sales to date were like the own ones gains
 * weight (negative-binomial likelihood of the sales to date), and its path is scaled towards them (gamma-Poisson,
 * in closed form), until after enough sales only the shape of the paths comes from the analogues.
 *
 * Assumes that periods count from the launch: take the season off first if launches were at other times of the
 * year. Not for items with a history of their own of more than a season.
 *
 * @throws RangeError if `sharpness` is below 0 or not a number; never because of the values
 * @see Gower (1971), A General Coefficient of Similarity and Some of Its Properties
 * @see Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., section 2.6 (gamma-Poisson)
 * @see Goodwin, Dyussekeneva, Meeran (2013), The Use of Analogies in Forecasting the Annual Sales of New Electronics Products
 */
export function forecastNewItem(item: NewItem): FittedModel {
  if (item.sharpness !== undefined && !(item.sharpness >= 0 && item.sharpness < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`sharpness is ${item.sharpness}; it must be at least 0 and finite`);
  }
  const launches = launchesOf(item.analogues);
  const sales = Float64Array.from(item.sales ?? []);
  if (launches.length === 0) return ownMean.fit({ values: sales, nonNegative: true });
  const attributes = launches.map((launch) => launch.attributes);
  const sharpness = item.sharpness ?? chooseSharpness(launches);
  const prior = normalised(similarities(item.attributes, attributes).map((alike) => alike ** sharpness));
  const learned = learn(launches, prior, sales);
  const weights = new Float64Array(launches.length);
  for (const { place, weight } of learned.components) weights[place]! += weight;
  const fittedValues = Float64Array.from(sales, (_, period) => {
    const before = learn(launches, prior, sales.subarray(0, period));
    return expectedAfter(launches, before, period);
  });
  const everything = readSeries({
    values: [...launches.flatMap(({ values }) => [...values]), ...sales],
    nonNegative: true,
  });
  return {
    model: 'analogues',
    form: `${launches.length} analogues, similarity to the power ${sharpness}, ${sales.length} periods of own sales`,
    parameters: {
      sharpness,
      weights: Array.from(weights),
      between: learned.variance,
    },
    fittedValues,
    notes: notesOf(item, launches.length),
    forecast: (horizon) =>
      boundedForecast(
        ahead(launches, { ...learned, age: sales.length, horizon: checkHorizon(horizon) }),
        everything,
      ),
  };
}

/** What own sales say. Each analogue has two components: an item like it, and one of its shape but of any scale. */
interface Learned {
  /** per component: its probability, and the gamma distribution of the factor on the analogue `place` */
  components: readonly { place: number; weight: number; shape: number; rate: number }[];
  /** variance of the factor of an item like its analogues, before any sales */
  variance: number;
}

function learn(launches: readonly Launch[], prior: Float64Array, sales: Float64Array): Learned {
  const variance = factorVariance(launches, prior);
  let own = 0;
  let known = 0;
  for (const value of sales) {
    if (Number.isNaN(value)) continue;
    own += Math.max(0, value);
    known++;
  }
  const components = launches.flatMap(({ dispersion }, place) => {
    if (!(prior[place]! > 0)) return [];
    const total = known === 0 ? 0 : (totalUntil(launches, place, sales.length) * known) / sales.length;
    // In units of the dispersion sales are close to Poisson counts.
    const [count, expected] = [own / dispersion, total / dispersion];
    return [
      { variance, share: 1 - UNLIKE },
      { variance: UNLIKE_VARIANCE, share: UNLIKE },
    ].map((kind) => {
      const shape = 1 / kind.variance;
      const likelihood =
        known === 0 ? 0 : logNegativeBinomial(count, { shape, expected }) - Math.log(dispersion);
      const log = Math.log(prior[place]! * kind.share) + likelihood;
      return { place, log, shape: shape + count, rate: shape + expected };
    });
  });
  const largest = components.reduce((most, { log }) => Math.max(most, log), Number.NEGATIVE_INFINITY);
  const weights = normalised(components.map(({ log }) => Math.exp(log - largest)));
  return {
    variance,
    components: components.map(({ place, shape, rate }, index) => ({
      place,
      shape,
      rate,
      weight: weights[index]!,
    })),
  };
}

/** Log probability of a count whose mean is a gamma factor of the given shape and mean 1 times the expected count. */
function logNegativeBinomial(
  count: number,
  { shape, expected }: { shape: number; expected: number },
): number {
  const share = Math.max(expected, Number.MIN_VALUE) / (shape + expected);
  return (
    logGamma(shape + count) -
    logGamma(shape) -
    logGamma(count + 1) +
    shape * Math.log(shape / (shape + expected)) +
    (count > 0 ? count * Math.log(share) : 0)
  );
}

/**
 * Variance of the factor on an analogue: the width of a kernel over the logarithms of their scales, by the
 * rule of thumb with the effective number of analogues.
 *
 * @see Silverman (1986), Density Estimation, equation 3.31
 */
function factorVariance(launches: readonly Launch[], prior: Float64Array): number {
  let [weight, squares, mean, variance] = [0, 0, 0, 0];
  for (const [place, { scale }] of launches.entries()) {
    if (!(scale > 0)) continue;
    weight += prior[place]!;
    squares += prior[place]! ** 2;
    mean += prior[place]! * Math.log(scale);
  }
  if (!(weight > 0)) return LONELY_SPREAD ** 2;
  mean /= weight;
  for (const [place, { scale }] of launches.entries()) {
    if (scale > 0) variance += (prior[place]! / weight) * (Math.log(scale) - mean) ** 2;
  }
  const effective = (weight * weight) / squares;
  const unbiased = effective > 1.5 ? (variance * effective) / (effective - 1) : LONELY_SPREAD ** 2;
  const width = 0.9 * Math.sqrt(unbiased) * effective ** -0.2;
  return Math.min(1, Math.max(LEAST_VARIANCE, width * width));
}

function expectedAfter(launches: readonly Launch[], { components }: Learned, period: number): number {
  let mean = 0;
  for (const { place, weight, shape, rate } of components) {
    mean += ((weight * shape) / rate) * valueAfter(launches, place, period);
  }
  return mean;
}

function ahead(launches: readonly Launch[], state: Learned & { age: number; horizon: number }): Forecast {
  const { components, age, horizon } = state;
  const counts = launches.every((launch) => launch.counts);
  const values = launches.map((_, place) =>
    Float64Array.from({ length: horizon }, (__, step) => valueAfter(launches, place, age + step)),
  );
  const mean = Float64Array.from({ length: horizon }, (_, step) =>
    expectedAfter(launches, state, age + step),
  );
  return simulatedForecast({
    horizon,
    mean,
    draw(random, path) {
      const { place, shape, rate } = drawn(random, components);
      const factor = gamma.sample(random, { shape, scale: 1 / rate });
      for (let step = 0; step < horizon; step++) {
        const value = factor * values[place]![step]!;
        // Up or down at random, so that counts stay counts and their mean stays the mean.
        path[step] = counts ? Math.floor(value + random.next()) : value;
      }
    },
  });
}

function drawn(random: RandomStream, components: Learned['components']): Learned['components'][number] {
  let left = random.next();
  for (const component of components) {
    left -= component.weight;
    if (left < 0) return component;
  }
  return components[components.length - 1]!;
}

function normalised(weights: ArrayLike<number>): Float64Array {
  let sum = 0;
  for (let place = 0; place < weights.length; place++) sum += weights[place]!;
  return Float64Array.from(weights, (weight) => (sum > 0 ? weight / sum : 1 / weights.length));
}

function notesOf(item: NewItem, used: number): DataNote[] {
  const without = item.analogues.length - used;
  if (without === 0) return [];
  const message = `${without} analogue${without === 1 ? '' : 's'} without a known value of demand ${without === 1 ? 'was' : 'were'} left out.`;
  return [{ code: 'no-data', message }];
}

/** Without analogues there is only the mean of the own sales, and how far they were from it. */
const ownMean = defineModel({
  name: 'analogues',
  fallback: mean,
  fit: () => ({ unfit: 'found no analogue with a known value' }),
});
