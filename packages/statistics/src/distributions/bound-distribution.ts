import type { Distribution } from '../distribution.ts';
import type { RandomStream } from '../random.ts';

/** The functions of a distribution module, each with the parameters last. */
export interface DistributionFunctions<Parameters> {
  density(x: number, parameters: Parameters): number;
  logDensity(x: number, parameters: Parameters): number;
  cdf(x: number, parameters: Parameters): number;
  survival(x: number, parameters: Parameters): number;
  quantile(p: number, parameters: Parameters): number;
  loss(x: number, parameters: Parameters): number;
  complementaryLoss(x: number, parameters: Parameters): number;
  secondLoss(x: number, parameters: Parameters): number;
  complementarySecondLoss(x: number, parameters: Parameters): number;
  sample(random: RandomStream, parameters: Parameters): number;
}

/** The distribution with its parameters bound. */
export function boundDistribution<Parameters>(
  parameters: Parameters,
  functions: DistributionFunctions<Parameters>,
  { support, mean, variance }: Pick<Distribution, 'support' | 'mean' | 'variance'>,
): Distribution {
  return {
    support,
    mean,
    variance,
    density: (x) => functions.density(x, parameters),
    logDensity: (x) => functions.logDensity(x, parameters),
    cdf: (x) => functions.cdf(x, parameters),
    survival: (x) => functions.survival(x, parameters),
    quantile: (p) => functions.quantile(p, parameters),
    loss: (x) => functions.loss(x, parameters),
    complementaryLoss: (x) => functions.complementaryLoss(x, parameters),
    secondLoss: (x) => functions.secondLoss(x, parameters),
    complementarySecondLoss: (x) => functions.complementarySecondLoss(x, parameters),
    sample: (random) => functions.sample(random, parameters),
  };
}
