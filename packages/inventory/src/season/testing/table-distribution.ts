import type { Distribution } from '@granary/statistics';
import * as fc from 'fast-check';

/** The distribution of counts with these probabilities of 0, 1, 2 …, by plain sums: for tests to compare with. */
export function tableDistribution(probabilities: number[]): Distribution {
  const sum = (term: (probability: number, count: number) => number) =>
    probabilities.reduce((total, probability, count) => total + term(probability, count), 0);
  const mean = sum((probability, count) => probability * count);
  const cdf = (x: number) => sum((probability, count) => (count <= x ? probability : 0));
  return {
    support: 'counts',
    mean,
    variance: sum((probability, count) => probability * (count - mean) ** 2),
    density: (x) => probabilities[x] ?? 0,
    logDensity: (x) => Math.log(probabilities[x] ?? 0),
    cdf,
    survival: (x) => sum((probability, count) => (count > x ? probability : 0)),
    quantile: (p) => {
      const found = probabilities.findIndex((_, count) => cdf(count) >= p);
      return found < 0 ? probabilities.length - 1 : found;
    },
    loss: (x) => sum((probability, count) => probability * Math.max(0, count - x)),
    complementaryLoss: (x) => sum((probability, count) => probability * Math.max(0, x - count)),
    secondLoss: (x) => sum((probability, count) => (probability * pairs(count - x)) / 2),
    complementarySecondLoss: (x) => sum((probability, count) => (probability * pairs(x - count + 1)) / 2),
    sample: (random) => {
      const draw = random.next();
      return Math.max(
        0,
        probabilities.findIndex((_, count) => draw < cdf(count)),
      );
    },
  };
}

/** P(0), P(1) … of a Poisson count, each from the one before it. */
export function poissonTable(mean: number, length = 60): number[] {
  const probabilities = [Math.exp(-mean)];
  for (let count = 1; count < length; count++) probabilities.push((probabilities[count - 1]! * mean) / count);
  return probabilities;
}

/** Random distributions of 0 to `most` units. */
export function tableDistributions(most: number): fc.Arbitrary<Distribution> {
  return fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: most + 1 }).map((weights) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return tableDistribution(weights.map((weight) => weight / total));
  });
}

/** A continuous distribution that no method for counts may accept. */
export function continuousDistribution(): Distribution {
  return { ...tableDistribution([0.5, 0.5]), support: 'continuous' };
}

function pairs(above: number): number {
  const units = Math.max(0, above);
  return units * (units - 1);
}
