import { randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { readInputs } from './inputs.ts';
import { scipyDistribution } from './scipy-distribution.ts';

const read = (scipy: string, args: number[] = [], kwds: Record<string, number> = {}) =>
  scipyDistribution(readInputs({ scipy, args, kwds }));

describe('scipyDistribution', () => {
  // Mean, variance, cdf(x), quantile(0.9) and the four losses at x, by SciPy 1.17 and sums or integrals over it.
  it.each([
    [
      'norm',
      [50, 8],
      {},
      55,
      [
        50, 64, 0.7340144709512995, 60.2524125243568, 1.295360103159498, 6.295360103159498, 5.273136671659674,
        39.226863328340336,
      ],
    ],
    [
      'norm',
      [],
      { loc: 50, scale: 8 },
      55,
      [
        50, 64, 0.7340144709512995, 60.2524125243568, 1.295360103159498, 6.295360103159498, 5.273136671659674,
        39.226863328340336,
      ],
    ],
    [
      'lognorm',
      [0.3, 0, 403.4],
      {},
      420,
      [
        421.96763868717636, 16768.361060667186, 0.5534648792947314, 592.5256096916659, 51.18603331840358,
        49.21839463122719, 5284.128547009861, 3101.9877843253616,
      ],
    ],
    [
      'uniform',
      [-0.5, 1],
      {},
      0.2,
      [0, 0.08333333333333333, 0.7, 0.4, 0.045, 0.245, 0.0045, 0.05716666666666665],
    ],
    [
      'expon',
      [2],
      { scale: 3 },
      4,
      [
        5, 9, 0.486582880967408, 8.907755278982137, 1.540251357097776, 0.540251357097776, 4.620754071293328,
        0.3792459287066718,
      ],
    ],
    [
      'gamma',
      [2.5],
      { loc: 1, scale: 2 },
      5,
      [
        6, 10, 0.4505840486472198, 10.236356899781123, 1.7012232369674585, 0.7012232369674587,
        4.749498660862309, 0.7505013391376909,
      ],
    ],
    [
      'beta',
      [2, 3, 10, 4],
      {},
      11.5,
      [
        11.6, 0.64, 0.481201171875, 12.718157665112727, 0.3814697265625, 0.2814697265625, 0.20980834960937503,
        0.11519165039062502,
      ],
    ],
    [
      'poisson',
      [7],
      {},
      5,
      [
        7, 7, 0.3007082761743609, 10, 2.292600125697303, 0.2926001256973052, 4.040829435261399,
        0.45917056473859674,
      ],
    ],
    [
      'poisson',
      [7, 3],
      {},
      9,
      [
        10, 7, 0.44971105584869875, 13, 1.5933084018716648, 0.5933084018716659, 2.447521033389734,
        1.0524789666102627,
      ],
    ],
    ['geom', [0.2], {}, 5, [5, 20, 0.67232, 11, 1.6384, 1.6384, 6.5536, 3.4464]],
    [
      'geom',
      [0.7, -1],
      {},
      3,
      [
        0.4285714285714286, 0.6122448979591838, 0.9919, 1, 0.01157142857142858, 2.583, 0.004959183673469392,
        4.893,
      ],
    ],
    [
      'nbinom',
      [3, 0.2],
      {},
      10,
      [
        12, 60, 0.49834781982720044, 22, 3.951369912320004, 1.9513699123200003, 24.39541424128,
        6.604585758720001,
      ],
    ],
    [
      'nbinom',
      [],
      { n: 3, p: 0.2, loc: 2 },
      12,
      [
        14, 60, 0.49834781982720044, 24, 3.951369912320004, 1.9513699123200003, 24.39541424128,
        6.604585758720001,
      ],
    ],
    [
      'binom',
      [10, 0.3],
      {},
      4,
      [3, 2.1, 0.8497316674, 5, 0.2099493756, 1.2099493756, 0.0739085715, 1.9760914285],
    ],
    [
      'randint',
      [2, 9],
      {},
      5,
      [
        5, 4, 0.5714285714285714, 8, 0.857142857142857, 0.8571428571428571, 0.5714285714285714,
        1.4285714285714284,
      ],
    ],
    [
      'randint',
      [2, 9, 1],
      {},
      5,
      [
        6, 4, 0.42857142857142855, 9, 1.4285714285714284, 0.42857142857142855, 1.4285714285714284,
        0.5714285714285714,
      ],
    ],
  ] as [string, number[], Record<string, number>, number, number[]][])(
    'reads %s%j%j',
    (name, args, kwds, x, values) => {
      const found = read(name, args, kwds);
      const got = [
        found.mean,
        found.variance,
        found.cdf(x),
        found.quantile(0.9),
        found.loss(x),
        found.complementaryLoss(x),
        found.secondLoss(x),
        found.complementarySecondLoss(x),
      ];
      for (const [index, value] of values.entries()) {
        expect(Math.abs((got[index] ?? Number.NaN) - value)).toBeLessThan(1e-9 * (1 + Math.abs(value)));
      }
      expect(found.survival(x)).toBeCloseTo(1 - found.cdf(x), 12);
    },
  );

  it('has the density of what is moved and scaled, and samples it', () => {
    const found = read('expon', [2, 4]);
    expect(found.density(2)).toBeCloseTo(0.25, 12);
    expect(found.density(6)).toBeCloseTo(Math.exp(-1) / 4, 12);
    const random = randomStream(5, 'expon');
    const draws = Array.from({ length: 2000 }, () => found.sample(random));
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(2);
    // Mean 6, standard error 4/√2000 = 0.09.
    expect(Math.abs(draws.reduce((sum, each) => sum + each, 0) / 2000 - 6)).toBeLessThan(0.4);
  });

  it('takes a binomial of 2000 trials, whose ways exceed the largest number (SciPy 1.17)', () => {
    const many = read('binom', [2000, 0.35]);
    expect(many.mean).toBeCloseTo(700, 8);
    expect(many.cdf(700)).toBeCloseTo(0.5102846243381467, 10);
    expect(many.loss(700)).toBeCloseTo(8.508525771723784, 8);
  });

  it('takes a binomial that is certain', () => {
    expect(read('binom', [3, 1]).complementaryLoss(5)).toBeCloseTo(2, 12);
    expect(read('binom', [3, 0]).loss(0)).toBeCloseTo(0, 12);
  });

  it.each([
    ['cauchy', [], {}, 'the distribution cauchy is unknown'],
    ['poisson', [], {}, 'poisson has no mu; it must be given'],
    ['poisson', [1, 2, 3], {}, 'poisson has 3 args; it takes 2'],
    ['norm', [1], { loc: 2 }, 'norm has loc twice'],
    ['norm', [], { sigma: 2 }, 'norm has no parameter sigma'],
    ['norm', [0, 0], {}, 'scale is 0; it must be a finite number greater than 0'],
    [
      'uniform',
      [0, Number.POSITIVE_INFINITY],
      {},
      'scale is Infinity; it must be a finite number greater than 0',
    ],
    ['uniform', [Number.POSITIVE_INFINITY, 1], {}, 'loc is Infinity; it must be a finite number'],
    ['binom', [2.5, 0.5], {}, 'n is 2.5; it must be a whole number, at least 0'],
    ['binom', [2, 1.5], {}, 'p is 1.5; it must lie between 0 and 1'],
    ['randint', [4, 4], {}, 'high is 4; it must be a whole number greater than low 4'],
    ['randint', [4, 5.5], {}, 'high is 5.5; it must be a whole number greater than low 4'],
  ] as [string, number[], Record<string, number>, string][])(
    'refuses %s%j%j',
    (name, args, kwds, message) => {
      expect(() => read(name, args, kwds)).toThrow(new RangeError(message));
      expect(read('randint', [4, 5]).quantile(0.5)).toBe(4);
    },
  );
});
