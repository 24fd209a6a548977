import {
  type Distribution,
  exponential,
  gamma,
  geometric,
  lognormal,
  negativeBinomial,
  normal,
  poisson,
  uniform,
} from '@granary/statistics';
import type { Inputs } from '../inputs.ts';
import type { ConformanceKinds } from '../kind.ts';
import { pmfOutcomes } from '../pmf-outcomes.ts';
import { scipyDistribution } from '../scipy-distribution.ts';

/** Distributions as the textbook parameterises them: an exponential by its rate, a geometric from 1 on. */
const readers: Record<string, (inputs: Inputs) => { distribution: Distribution; from?: number }> = {
  normal: (inputs) => ({
    distribution: normal.distribution({
      mean: inputs.number('mean'),
      standardDeviation: inputs.number('sd'),
    }),
  }),
  lognormal: (inputs) => ({
    distribution: lognormal.distribution({
      logMean: inputs.number('mu'),
      logStandardDeviation: inputs.number('sigma'),
    }),
  }),
  exponential: (inputs) => ({ distribution: exponential.distribution({ mean: 1 / inputs.number('mu') }) }),
  gamma: (inputs) => ({
    distribution: gamma.distribution({ shape: inputs.number('a'), scale: inputs.number('b') }),
  }),
  uniform: (inputs) => ({
    distribution: uniform.distribution({ low: inputs.number('a'), high: inputs.number('b') }),
  }),
  poisson: (inputs) => ({ distribution: poisson.distribution({ mean: inputs.number('mean') }) }),
  geometric: (inputs) => ({
    distribution: geometric.distribution({ probability: inputs.number('p') }),
    from: 1,
  }),
  negative_binomial: (inputs) => ({
    distribution: negativeBinomial.distribution(negativeBinomialOf(inputs)),
  }),
  continuous: (inputs) => ({ distribution: scipyDistribution(inputs.object('distrib')) }),
};

const lossesByKind: ConformanceKinds = Object.fromEntries(
  Object.entries(readers).flatMap(([name, read]) => [
    [
      `${name}_loss`,
      (inputs: Inputs) => {
        const { distribution, from = 0 } = read(inputs);
        return losses(distribution, inputs.number('x') - from);
      },
    ],
    [
      `${name}_second_loss`,
      (inputs: Inputs) => {
        const { distribution, from = 0 } = read(inputs);
        return secondLosses(distribution, inputs.number('x') - from);
      },
    ],
  ]),
);

const standardNormal = normal.distribution({ mean: 0, standardDeviation: 1 });

/** First and second loss functions: `n` above x, `n_bar` below. */
export const distributionKinds: ConformanceKinds = {
  ...lossesByKind,
  standard_normal_loss: (inputs) => losses(standardNormal, inputs.number('z')),
  standard_normal_second_loss: (inputs) => secondLosses(standardNormal, inputs.number('z')),

  discrete_loss: (inputs) => {
    const x = inputs.number('x');
    if (!inputs.has('pmf')) return losses(scipyDistribution(inputs.object('distrib')), x);
    const outcomes = pmfOutcomes(inputs.object('pmf'));
    return {
      n: outcomes.reduce((sum, { units, probability }) => sum + Math.max(0, units - x) * probability, 0),
      n_bar: outcomes.reduce((sum, { units, probability }) => sum + Math.max(0, x - units) * probability, 0),
    };
  },

  discrete_second_loss: (inputs) => {
    const x = inputs.number('x');
    if (!inputs.has('pmf')) return secondLosses(scipyDistribution(inputs.object('distrib')), x);
    const outcomes = pmfOutcomes(inputs.object('pmf'));
    const pairs = (over: number, step: number) => (over > 0 ? (over * (over + step)) / 2 : 0);
    return {
      n2: outcomes.reduce((sum, { units, probability }) => sum + pairs(units - x, -1) * probability, 0),
      n2_bar: outcomes.reduce((sum, { units, probability }) => sum + pairs(x - units, 1) * probability, 0),
    };
  },
};

function losses(distribution: Distribution, x: number) {
  return { n: distribution.loss(x), n_bar: distribution.complementaryLoss(x) };
}

function secondLosses(distribution: Distribution, x: number) {
  return { n2: distribution.secondLoss(x), n2_bar: distribution.complementarySecondLoss(x) };
}

/** Failures before the r-th success, or the distribution with this mean and standard deviation. */
function negativeBinomialOf(inputs: Inputs): { mean: number; size: number } {
  if (inputs.has('r')) {
    const size = inputs.number('r');
    const p = inputs.number('p');
    return { mean: (size * (1 - p)) / p, size };
  }
  const mean = inputs.number('mean');
  const variance = inputs.number('sd') ** 2;
  if (!(variance > mean)) {
    throw new RangeError(`sd squared is ${variance}; it must be greater than the mean ${mean}`);
  }
  return { mean, size: mean ** 2 / (variance - mean) };
}
