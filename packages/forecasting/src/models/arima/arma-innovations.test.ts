import { choleskyDecomposition, matrixFromRows, randomStream } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionalErrors, innovationsWorkspace, standardisedInnovations } from './arma-innovations.ts';
import type { ArmaOrders } from './arma-orders.ts';
import { emptyPolynomials, fillPolynomials } from './arma-polynomials.ts';
import { fillWeights } from './arma-start.ts';

const REACH = 40;

/** Autocovariances by summing 20,000 weights of the infinite moving average: slow, and nothing shared but these. */
function autocovariances(polynomials: ReturnType<typeof emptyPolynomials>, length: number): number[] {
  const weights = new Float64Array(20_000);
  fillWeights(polynomials, weights, weights.length);
  return Array.from({ length }, (_, lag) => {
    let sum = 0;
    for (let index = 0; index + lag < weights.length; index++) sum += weights[index]! * weights[index + lag]!;
    return sum;
  });
}

function processOf(orders: ArmaOrders, free: number[]): ReturnType<typeof emptyPolynomials> {
  const polynomials = emptyPolynomials(orders);
  fillPolynomials(polynomials, orders, Float64Array.from(free));
  return polynomials;
}

const values = (length: number, seed: number): Float64Array => {
  const random = randomStream(seed, 'innovations');
  return Float64Array.from({ length }, () => random.nextUint32() / 2 ** 31 - 1);
};

describe('standardisedInnovations', () => {
  it('agrees with the Cholesky factor of the covariance matrix of the whole series', () => {
    const orders = fc.record({
      p: fc.integer({ min: 0, max: 3 }),
      q: fc.integer({ min: 0, max: 3 }),
      P: fc.integer({ min: 0, max: 2 }),
      Q: fc.integer({ min: 0, max: 2 }),
      period: fc.integer({ min: 4, max: 7 }),
    });
    const free = fc.array(fc.double({ min: -1.2, max: 1.2, noNaN: true }), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(orders, free, fc.integer(), (form, numbers, seed) => {
        const polynomials = processOf(form, numbers);
        const length = 50;
        const columns = [values(length, seed), values(length, seed + 1)];
        const errors = columns.map(() => new Float64Array(length));
        const sumOfLogs = standardisedInnovations(
          polynomials,
          columns,
          errors,
          innovationsWorkspace(REACH, 2),
        );
        const gamma = autocovariances(polynomials, length);
        const rows = Array.from({ length }, (_, row) =>
          Array.from({ length }, (_, column) => gamma[Math.abs(row - column)]!),
        );
        const cholesky = choleskyDecomposition(matrixFromRows(rows));
        if (cholesky.kind !== 'positive-definite')
          throw new Error('the covariance must be positive definite');
        expect(sumOfLogs).toBeCloseTo(cholesky.logDeterminant, 5);
        for (const [which, column] of columns.entries()) {
          const solved = cholesky.solve(column);
          const square = column.reduce((sum, value, index) => sum + value * solved[index]!, 0);
          const found = errors[which]!.reduce((sum, error) => sum + error * error, 0);
          expect(found / square).toBeCloseTo(1, 6);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('gives the same errors whether it stops following the state or not', () => {
    const polynomials = processOf({ p: 1, q: 1, P: 1, Q: 0, period: 4 }, [0.5, -0.3, 0.4]);
    const columns = [values(400, 3)];
    const [short, long] = [[new Float64Array(400)], [new Float64Array(400)]];
    const logs = [short, long].map((errors, index) =>
      standardisedInnovations(polynomials, columns, errors, innovationsWorkspace(REACH, 1), index === 1),
    );
    expect(logs[0]).toBeCloseTo(logs[1]!, 9);
    for (let time = 0; time < 400; time++) expect(short[0]![time]).toBeCloseTo(long[0]![time]!, 6);
  });

  it('is AR(1) by hand: the first value over its deviation 1 / sqrt(1 - 0.25), then y[t] - 0.5 y[t-1]', () => {
    const polynomials = processOf({ p: 1, q: 0, P: 0, Q: 0, period: 1 }, [Math.atanh(0.5)]);
    const errors = [new Float64Array(3)];
    const sum = standardisedInnovations(
      polynomials,
      [Float64Array.of(2, 3, 1)],
      errors,
      innovationsWorkspace(REACH, 1),
    );
    expect(sum).toBeCloseTo(-Math.log(0.75), 12);
    expect(errors[0]![0]).toBeCloseTo(2 * Math.sqrt(0.75), 12);
    expect(errors[0]![1]).toBeCloseTo(2, 12);
    expect(errors[0]![2]).toBeCloseTo(-0.5, 12);
  });
});

describe('conditionalErrors', () => {
  it('is ARMA(1, 1) by hand: e[1] = 3 - 0.5 × 2, e[2] = 1 - 0.5 × 3 - 0.25 e[1]', () => {
    const polynomials = processOf({ p: 1, q: 1, P: 0, Q: 0, period: 1 }, [
      Math.atanh(0.5),
      -Math.atanh(0.25 / 0.9999),
    ]);
    const errors = [new Float64Array(3)];
    conditionalErrors(polynomials, [Float64Array.of(2, 3, 1)], errors);
    expect(errors[0]![0]).toBe(0);
    expect(errors[0]![1]).toBeCloseTo(2, 12);
    expect(errors[0]![2]).toBeCloseTo(-1, 12);
  });
});
