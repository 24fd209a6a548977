import { describe, expect, it } from 'vitest';
import { betaSum } from './beta-sums.ts';
import { binomialTerm, logBinomialTerm } from './binomial-term.ts';
import { gammaUpperMoment } from './gamma-partial-moments.ts';
import { devianceTerm, logGamma, stirlingError } from './log-gamma.ts';
import { logPoissonTerm, poissonTerm } from './poisson-term.ts';

function expectRelative(actual: number, expected: number, tolerance = 1e-13): void {
  const error = Math.abs(actual - expected) / Math.max(Math.abs(expected), Number.MIN_VALUE);
  expect(error, `${actual} instead of ${expected}`).toBeLessThan(tolerance);
}

/** [a, b, x, coefficient]: the binomial probabilities that a reader can work out. */
const binomials = [
  [2, 3, 0.4, 10],
  [1, 4, 0.05, 5],
  [4, 1, 0.95, 5],
  [3, 3, 0.5, 20],
  [10, 2, 0.875, 66],
  [0, 7, 0.1, 1],
  [0, 7, 0.9, 1],
  [7, 0, 0.1, 1],
  [7, 0, 0.9, 1],
  [0, 0, 0.3, 1],
] as const;

describe('binomialTerm', () => {
  it.each(binomials)('of %d and %d at %d has the coefficient %d', (a, b, x, coefficient) => {
    const y = 1 - x;
    expectRelative(binomialTerm(a, b, x, y), coefficient * x ** a * y ** b);
    const logarithm = Math.log(coefficient) + a * Math.log(x) + b * Math.log(y);
    expect(logBinomialTerm(a, b, x, y)).toBeCloseTo(logarithm, 13);
  });

  it('is 0 or 1 where success is impossible or certain', () => {
    for (const term of [
      binomialTerm,
      (...all: [number, number, number, number]) => Math.exp(logBinomialTerm(...all)),
    ]) {
      expect([term(0, 5, 0, 1), term(2, 3, 0, 1), term(5, 0, 0, 1), term(0, 0, 0, 1)]).toEqual([1, 0, 0, 1]);
      expect([term(5, 0, 1, 0), term(2, 3, 1, 0), term(0, 5, 1, 0), term(0, 0, 1, 0)]).toEqual([1, 0, 0, 1]);
    }
  });

  it('takes the logarithm of a share near 1 from its complement', () => {
    // (1 − 10⁻²⁰)^(3 × 10²⁰) = e⁻³
    expectRelative(binomialTerm(0, 3e20, 1e-20, 1), Math.exp(-3));
    expectRelative(binomialTerm(3e20, 0, 1, 1e-20), Math.exp(-3));
    // Poisson's limit with mean 3 at 2: 4.5 e⁻³
    expectRelative(binomialTerm(2, 3e20, 1e-20, 1), 4.5 * Math.exp(-3));
    expectRelative(binomialTerm(3e20, 2, 1, 1e-20), 4.5 * Math.exp(-3));
    expect(logBinomialTerm(2, 3e20, 1e-20, 1)).toBeCloseTo(Math.log(4.5) - 3, 13);
  });

  it('goes on below the smallest number in its logarithm', () => {
    expect(binomialTerm(1, 4000, 0.5, 0.5)).toBe(0);
    expectRelative(logBinomialTerm(1, 4000, 0.5, 0.5), Math.log(4001) - 4001 * Math.LN2, 1e-14);
  });
});

describe('poissonTerm', () => {
  it('is xᵃ e⁻ˣ / a!', () => {
    expectRelative(poissonTerm(3, 2), (8 / 6) * Math.exp(-2));
    expectRelative(poissonTerm(0, 2), Math.exp(-2));
    expectRelative(poissonTerm(0.5, 2), (Math.SQRT2 * Math.exp(-2)) / (0.5 * Math.sqrt(Math.PI)));
    expect(logPoissonTerm(3, 2)).toBeCloseTo(Math.log(8 / 6) - 2, 14);
    expect([poissonTerm(0, 0), poissonTerm(3, 0), logPoissonTerm(0, 2)]).toEqual([1, 0, -2]);
    expect(logPoissonTerm(3, 0)).toBe(Number.NEGATIVE_INFINITY);
    expectRelative(logPoissonTerm(2, 5000), 2 * Math.log(5000) - Math.LN2 - 5000, 1e-14);
  });
});

describe('devianceTerm', () => {
  it('is x ln(x / m) + m − x', () => {
    for (const [x, m] of [
      [3, 2],
      [2, 3],
      [100, 81],
      [100, 83],
      [100, 124],
    ] as const) {
      expectRelative(devianceTerm(x, m), x * Math.log(x / m) + m - x, 1e-13);
    }
    expect([devianceTerm(0, 2), devianceTerm(5, 5), devianceTerm(5, 0)]).toEqual([
      2,
      0,
      Number.POSITIVE_INFINITY,
    ]);
  });

  it('keeps its digits near the mean: d² / 2m (1 − d / 3m + d² / 6m²) at a distance d', () => {
    const expected = (m: number, d: number) =>
      ((d * d) / (2 * m)) * (1 - d / (3 * m) + (d * d) / (6 * m * m));
    expectRelative(devianceTerm(1e6 + 1, 1e6), expected(1e6, 1), 1e-13);
    expectRelative(devianceTerm(1e6 - 1, 1e6), expected(1e6, -1), 1e-13);
    expectRelative(devianceTerm(1e16, 1e16, 0.25), 0.25 ** 2 / 2e16, 1e-13);
  });

  it('takes ratios that overflow apart', () => {
    expectRelative(devianceTerm(1e300, 1e-300), 1e300 * (600 * Math.LN10 - 1));
    expectRelative(devianceTerm(1e-300, 1e300), 1e300);
  });
});

describe('stirlingError', () => {
  it('is ln x! less the formula of Stirling, also where the series begins', () => {
    // mpmath: ln Γ(x + 1) − [(x + ½) ln x − x + ½ ln 2π]
    for (const [x, expected] of STIRLING) expect(Math.abs(stirlingError(x) - expected)).toBeLessThan(2e-14);
  });

  it('goes with logGamma: its values at 14.999 and 15, 0.01 and 10⁵', () => {
    for (const [x, expected] of LOG_GAMMA) expectRelative(logGamma(x), expected, 1e-14);
  });
});

describe('betaSum', () => {
  it('is the sum of the negative binomial probabilities from a on, weighted with C(j, n), on both sides of the mean', () => {
    for (const [a, b, x] of [
      [3, 2.5, 0.3],
      [3, 2.5, 0.8],
      [1, 0.5, 0.95],
      [10, 4, 0.6],
      [40, 4, 0.6],
      [2, 0.05, 0.9],
    ] as const) {
      for (const order of [0, 1, 2] as const) {
        expectRelative(betaSum(order, a, b, x, 1 - x), addedUp(order, a, b, x), 1e-12);
      }
    }
  });

  it('ends at 0 and 1', () => {
    expect([betaSum(0, 3, 2, 0, 1), betaSum(1, 3, 2, 0, 1), betaSum(2, 3, 2, 0, 1)]).toEqual([0, 0, 0]);
    expect([betaSum(0, 3, 2, 1, 0), betaSum(1, 3, 2, 1, 0)]).toEqual([1, Number.POSITIVE_INFINITY]);
  });
});

/** Σ C(j, n) Γ(k + b) / (Γ(b) k!) xᵏ (1 − x)^b over k = a + j, each term from the one before it. */
function addedUp(order: 0 | 1 | 2, a: number, b: number, x: number): number {
  let mass = (1 - x) ** b;
  let sum = 0;
  for (let k = 0; k < 5000; k++) {
    const j = k - a;
    if (j >= 0) sum += (order === 0 ? 1 : order === 1 ? j : 0.5 * j * (j - 1)) * mass;
    mass *= ((k + b) / (k + 1)) * x;
  }
  return sum;
}

describe('what is left above x where nearly all lies near 0', () => {
  it('has its digits for a gamma and a beta variable of shape 10⁻⁶', () => {
    // mpmath, power series with 150 digits
    expectRelative(gammaUpperMoment(0, 1e-6, 0.24), 1.076235450763617e-6, 1e-12);
    expectRelative(gammaUpperMoment(1, 1e-6, 0.24), 5.283317605628107e-7, 1e-12);
    expectRelative(gammaUpperMoment(2, 1e-6, 0.24), 3.299145872713824e-7, 1e-12);
    expectRelative(gammaUpperMoment(0, 1e-6, 0.1), 1.8229230253500977e-6, 1e-12);
    expectRelative(betaSum(0, 50, 1e-6, 0.999, 0.001), 2.476965726541567e-6, 1e-12);
  });
});

const STIRLING = [
  [0.001, 2.5422704679670947],
  [0.1, 0.512740081331915],
  [0.5, 0.15342640972002736],
  [1, 0.08106146679532726],
  [3.5, 0.023746163656297496],
  [9.75, 0.008544020505848588],
  [14.999, 0.005555103782742007],
  [15, 0.005554733551962801],
  [15.5, 0.005375599032926835],
  [40, 0.0020832899383024218],
  [1000000.0, 8.333333333333056e-8],
] as const;

const LOG_GAMMA = [
  [1e-300, 690.7755278982137],
  [0.01, 4.599479878042022],
  [0.5, 0.5723649429247001],
  [3.5, 1.2009736023470743],
  [14.999, 25.18854687054693],
  [15, 25.19122118273868],
  [15.001, 25.19389556386866],
  [100.25, 360.28455963776423],
  [100000.0, 1051287.7089736569],
  [1e300, 6.897755278982137e302],
] as const;
