import { describe, expect, it } from 'vitest';
import type { Distribution } from '../distribution.ts';
import { randomStream } from '../random.ts';
import * as beta from './beta.ts';
import * as counts from './counts.ts';
import * as empirical from './empirical.ts';
import * as exponential from './exponential.ts';
import * as gamma from './gamma.ts';
import * as geometric from './geometric.ts';
import * as lognormal from './lognormal.ts';
import * as negativeBinomial from './negative-binomial.ts';
import * as normal from './normal.ts';
import * as poisson from './poisson.ts';
import * as uniform from './uniform.ts';

type Parameters = Record<string, unknown>;

interface Domain {
  module: object;
  valid: Parameters;
  /** one parameter changed to what is refused, with the message */
  refused: [Parameters, string][];
  /** one parameter changed to the nearest that is accepted */
  accepted: Parameters[];
}

const { NaN: notANumber, POSITIVE_INFINITY: infinity, MIN_VALUE: smallest, MAX_VALUE: largest } = Number;
const positive = 'it must be a finite number greater than 0';
const nonNegative = 'it must be a finite number, at least 0';
const finite = 'it must be a finite number';
const share = 'it must be above 0 and at most 1';

/** 0, less, not a number, infinite. */
function refusedAsPositive(name: string): [Parameters, string][] {
  return [0, -1, notANumber, infinity].map((value) => [
    { [name]: value },
    `${name} is ${value}; ${positive}`,
  ]);
}

const domains: Record<string, Domain> = {
  normal: {
    module: normal,
    valid: { mean: 2, standardDeviation: 3 },
    refused: [
      ...refusedAsPositive('standardDeviation'),
      [{ mean: notANumber }, `mean is NaN; ${finite}`],
      [{ mean: -infinity }, `mean is -Infinity; ${finite}`],
    ],
    accepted: [{ standardDeviation: smallest }, { standardDeviation: 1e150 }, { mean: -1e300 }, {}],
  },
  lognormal: {
    module: lognormal,
    valid: { logMean: 0.5, logStandardDeviation: 0.8 },
    refused: [
      ...refusedAsPositive('logStandardDeviation'),
      [{ logMean: notANumber }, `logMean is NaN; ${finite}`],
      [{ logMean: infinity }, `logMean is Infinity; ${finite}`],
    ],
    accepted: [{ logStandardDeviation: 1e-9 }, { logStandardDeviation: 60 }, { logMean: -300 }],
  },
  gamma: {
    module: gamma,
    valid: { shape: 2, scale: 3 },
    refused: [...refusedAsPositive('shape'), ...refusedAsPositive('scale')],
    accepted: [{ shape: 1e-9 }, { shape: 1e15 }, { scale: 1e-150 }, { scale: 1e150 }],
  },
  beta: {
    module: beta,
    valid: { alpha: 2, beta: 3 },
    refused: [...refusedAsPositive('alpha'), ...refusedAsPositive('beta')],
    accepted: [{ alpha: 1e-9 }, { alpha: 1e9 }, { beta: 1e-9 }, { beta: 1e9 }],
  },
  exponential: {
    module: exponential,
    valid: { mean: 4 },
    refused: refusedAsPositive('mean'),
    accepted: [{ mean: 1e-150 }, { mean: 1e150 }],
  },
  uniform: {
    module: uniform,
    valid: { low: 0, high: 2 },
    refused: [
      [{ high: 0 }, 'high is 0; it must be greater than low, which is 0'],
      [{ high: -1 }, 'high is -1; it must be greater than low, which is 0'],
      [{ high: infinity }, `high is Infinity; ${finite}`],
      [{ low: notANumber }, `low is NaN; ${finite}`],
      [
        { low: -largest, high: largest },
        `high is ${largest}; it must be less than ${largest} above low, which is ${-largest}`,
      ],
    ],
    accepted: [{ high: 1e-150 }, { low: -1e150, high: 1e150 }],
  },
  poisson: {
    module: poisson,
    valid: { mean: 4 },
    refused: [-1e-9, notANumber, infinity].map((mean) => [{ mean }, `mean is ${mean}; ${nonNegative}`]),
    accepted: [{ mean: 0 }, { mean: 1e15 }],
  },
  negativeBinomial: {
    module: negativeBinomial,
    valid: { mean: 4, size: 2 },
    refused: [
      ...[-1e-9, notANumber, infinity].map((mean): [Parameters, string] => [
        { mean },
        `mean is ${mean}; ${nonNegative}`,
      ]),
      ...[0, -1, notANumber].map((size): [Parameters, string] => [
        { size },
        `size is ${size}; it must be greater than 0 (infinity is Poisson)`,
      ]),
    ],
    accepted: [{ mean: 0 }, { mean: 1e15 }, { size: 1e-9 }, { size: infinity }],
  },
  geometric: {
    module: geometric,
    valid: { probability: 0.2 },
    refused: [0, -0.1, 1 + 1e-15, notANumber].map((probability) => [
      { probability },
      `probability is ${probability}; ${share}`,
    ]),
    accepted: [{ probability: 1e-12 }, { probability: 1 }],
  },
  counts: {
    module: counts,
    valid: { probabilities: [0.2, 0.3, 0.5] },
    refused: [
      [{ probabilities: [] }, 'probabilities has length 0; it must have at least 1 entry'],
      [{ probabilities: [0.5, notANumber] }, 'probabilities[1] is NaN; it must lie between 0 and 1'],
      [{ probabilities: [1.5, -0.5] }, 'probabilities[0] is 1.5; it must lie between 0 and 1'],
      [{ probabilities: [0.5, 0.25] }, 'the sum of probabilities is 0.75; it must be 1'],
      [{ probabilities: [0.5, 0.75] }, 'the sum of probabilities is 1.25; it must be 1'],
    ],
    accepted: [{ probabilities: [1] }, { probabilities: [0.5, 0, 0.5 + 9e-10] }],
  },
  empirical: {
    module: empirical,
    valid: { ...empirical.empiricalDistribution([0, 1, 5]) },
    refused: [],
    accepted: [],
  },
};

const COUNTS = ['poisson', 'negativeBinomial', 'geometric', 'counts'];
const OF_X = ['cdf', 'survival', 'loss', 'complementaryLoss', 'secondLoss', 'complementarySecondLoss'];

describe.each(Object.entries(domains))(
  'the functions of %s',
  (name, { module, valid, refused, accepted }) => {
    const has = module as Record<string, (argument: unknown, parameters: Parameters) => number>;
    const densities = ['pdf', 'logPdf', 'pmf', 'logPmf'].filter((density) => has[density]);
    const random = randomStream(3);
    const distribution = (parameters: Parameters) =>
      (module as { distribution(parameters: Parameters): Distribution }).distribution(parameters);

    it('are complete', () => {
      expect(densities).toHaveLength(2);
      for (const each of [...OF_X, 'quantile', 'sample', 'distribution'])
        expect(typeof has[each]).toBe('function');
    });

    it('refuse an argument that is not a number, and accept the infinities', () => {
      for (const f of [...OF_X, ...densities]) {
        const argument = COUNTS.includes(name) && densities.includes(f) ? 'count' : 'x';
        expect(() => has[f]!(notANumber, valid)).toThrow(
          new RangeError(`${argument} is NaN; it must be a number, which may be infinite`),
        );
        expect(has[f]!(infinity, valid)).not.toBeNaN();
        expect(has[f]!(-infinity, valid)).not.toBeNaN();
      }
    });

    it('refuse what is no probability, and accept 0 and 1', () => {
      for (const p of [-1e-9, 1 + 1e-9, notANumber]) {
        expect(() => has.quantile!(p, valid)).toThrow(
          new RangeError(`p is ${p}; it must lie between 0 and 1`),
        );
      }
      expect(has.quantile!(0, valid)).toBeLessThan(has.quantile!(1, valid));
    });

    it('refuse each parameter outside its range, and accept the nearest within', () => {
      for (const [changed, message] of refused) {
        const parameters = { ...valid, ...changed };
        for (const f of [...OF_X, ...densities, 'quantile']) {
          expect(() => has[f]!(0.5, parameters), f).toThrow(new RangeError(message));
        }
        expect(() => has.sample!(random, parameters)).toThrow(new RangeError(message));
        expect(() => distribution(parameters)).toThrow(new RangeError(message));
      }
      for (const changed of accepted) {
        const parameters = { ...valid, ...changed };
        for (const f of [...OF_X, ...densities]) {
          for (const x of [-1, 0, 0.5, 1, 3]) expect(has[f]!(x, parameters), `${f}(${x})`).not.toBeNaN();
        }
        for (const p of [0, 0.5, 0.999]) expect(has.quantile!(p, parameters)).not.toBeNaN();
        expect(has.sample!(random, parameters)).not.toBeNaN();
        const { mean, variance } = distribution(parameters);
        expect(mean).not.toBeNaN();
        expect(variance).not.toBeNaN();
      }
    });
  },
);
