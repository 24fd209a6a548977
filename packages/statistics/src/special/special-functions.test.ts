import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complementaryErrorFunction } from './error-function.ts';
import { regularisedBeta } from './incomplete-beta.ts';
import { regularisedGammaP, regularisedGammaQ } from './incomplete-gamma.ts';
import { logGamma, stirlingError } from './log-gamma.ts';

function expectRelative(actual: number, expected: number, tolerance = 1e-12): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * Math.max(Math.abs(expected), 1e-300));
}
const positive = fc.double({ min: 0.01, max: 500, noNaN: true });
const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });

describe('logGamma', () => {
  it('is the logarithm of the factorial at whole numbers', () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n++) {
      factorial *= n;
      expect(Math.abs(logGamma(n + 1) - Math.log(factorial))).toBeLessThan(1e-13 * Math.max(1, n * n));
    }
  });

  it('is ln √π at one half', () => expectRelative(logGamma(0.5), 0.5 * Math.log(Math.PI)));

  it('obeys the duplication formula of Legendre', () => {
    fc.assert(
      fc.property(positive, (x) => {
        const right = (1 - 2 * x) * Math.LN2 + 0.5 * Math.log(Math.PI) + logGamma(2 * x);
        expect(Math.abs(logGamma(x) + logGamma(x + 0.5) - right)).toBeLessThan(1e-11 * Math.max(1, x));
      }),
    );
  });

  it('leaves to Stirling what Loader tabulates', () => {
    // Loader (2000): stirlerr(1) = 1 − ½ ln 2π, stirlerr(10) = 0.008330563433362871.
    expectRelative(stirlingError(1), 1 - 0.5 * Math.log(2 * Math.PI), 1e-12);
    expectRelative(stirlingError(10), 0.008330563433362871, 1e-10);
  });

  it('refuses zero', () => expect(() => logGamma(0)).toThrow('x is 0'));
});

describe('regularisedGammaP and regularisedGammaQ', () => {
  it('are exponential at a = 1', () => {
    for (const x of [0.1, 1, 3, 20]) {
      expectRelative(regularisedGammaP(1, x), -Math.expm1(-x));
      expectRelative(regularisedGammaQ(1, x), Math.exp(-x));
    }
  });

  it('are the error function at a = ½', () => {
    for (const x of [0.2, 1, 4, 9])
      expectRelative(regularisedGammaQ(0.5, x), complementaryErrorFunction(Math.sqrt(x)));
  });

  it('sum to 1 and fall by one Poisson term from a to a + 1', () => {
    fc.assert(
      fc.property(positive, share, (a, ratio) => {
        const x = 2 * a * ratio;
        expect(regularisedGammaP(a, x) + regularisedGammaQ(a, x)).toBeCloseTo(1, 13);
        const term = Math.exp(a * Math.log(x) - x - logGamma(a + 1));
        expect(Math.abs(regularisedGammaP(a, x) - regularisedGammaP(a + 1, x) - term)).toBeLessThan(1e-11);
      }),
      { numRuns: 300 },
    );
  });

  it('gives the chi-square table: 95 % points for 1, 2, 10 and 100 degrees of freedom', () => {
    const table = [
      [1, 3.841459],
      [2, 5.991465],
      [10, 18.307038],
      [100, 124.342113],
    ] as const;
    for (const [degrees, point] of table)
      expect(regularisedGammaP(degrees / 2, point / 2)).toBeCloseTo(0.95, 7);
  });
});

describe('regularisedBeta', () => {
  it('is a polynomial for small whole parameters', () => {
    for (const x of [0.05, 0.3, 0.8]) {
      expectRelative(regularisedBeta(x, { a: 1, b: 4 }), 1 - (1 - x) ** 4);
      expectRelative(regularisedBeta(x, { a: 2, b: 2 }), x * x * (3 - 2 * x));
    }
  });

  it('mirrors in x, a, b', () => {
    fc.assert(
      fc.property(share, positive, positive, (x, a, b) => {
        expect(regularisedBeta(x, { a, b }) + regularisedBeta(1 - x, { a: b, b: a })).toBeCloseTo(1, 11);
      }),
      { numRuns: 300 },
    );
  });
});

describe('complementaryErrorFunction', () => {
  it('gives the values of Abramowitz and Stegun, table 7.1', () => {
    expectRelative(complementaryErrorFunction(0.5), 1 - 0.5204998778, 1e-10);
    expectRelative(complementaryErrorFunction(1), 1 - 0.8427007929, 1e-9);
    expectRelative(complementaryErrorFunction(2), 1 - 0.995322265, 1e-7);
  });

  it('keeps its digits in the tail: the asymptotic series at 20', () => {
    const x = 20;
    const y = 1 / (2 * x * x);
    const series = 1 - y + 3 * y ** 2 - 15 * y ** 3 + 105 * y ** 4 - 945 * y ** 5;
    expectRelative(complementaryErrorFunction(x), (Math.exp(-x * x) / (x * Math.sqrt(Math.PI))) * series);
  });
});
