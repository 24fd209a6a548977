import { choleskyDecomposition, normal, randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { ridgePath } from './ridge-path.ts';

/** A regression of 40 rows: Gram matrix, products and square. */
function problem(size: number, seed: number) {
  const random = randomStream(seed, 'ridge path');
  const rows = Array.from({ length: 40 }, () =>
    Float64Array.from({ length: size }, () => normal.sample(random)),
  );
  const target = rows.map((row) => (row[0] ?? 0) + normal.sample(random));
  const gram = Float64Array.from({ length: size * size }, (_, place) =>
    rows.reduce((sum, row) => sum + row[Math.floor(place / size)]! * row[place % size]!, 0),
  );
  const product = Float64Array.from({ length: size }, (_, place) =>
    rows.reduce((sum, row, index) => sum + row[place]! * target[index]!, 0),
  );
  const square = target.reduce((sum, value) => sum + value * value, 0);
  return { rows, target, gram, product, square };
}

/** The same by a Cholesky factor of G + penalty. */
function direct({ gram, product }: { gram: Float64Array; product: Float64Array }, penalty: number) {
  const size = product.length;
  const values = gram.slice();
  for (let place = 0; place < size; place++) values[place * size + place]! += penalty;
  const factor = choleskyDecomposition({ rows: size, columns: size, values });
  if (factor.kind !== 'positive-definite') throw new Error('not positive definite');
  return factor;
}

describe('ridgePath', () => {
  for (const size of [1, 2, 3, 8, 25]) {
    it(`solves ${size} columns as a Cholesky factor does`, () => {
      const data = problem(size, size);
      const path = ridgePath({ ...data, gram: data.gram.slice() });
      for (const penalty of [1e-3, 1, 100]) {
        const factor = direct(data, penalty);
        const expected = factor.solve(data.product);
        const found = path.coefficientsAt(penalty);
        for (let place = 0; place < size; place++) expect(found[place]).toBeCloseTo(expected[place]!, 10);
        const { residualSumOfSquares, parameters } = path.errorAt(penalty);
        const errors = data.rows.map(
          (row, index) => data.target[index]! - row.reduce((sum, x, place) => sum + x * expected[place]!, 0),
        );
        expect(residualSumOfSquares).toBeCloseTo(
          errors.reduce((sum, error) => sum + error * error, 0),
          8,
        );
        let trace = 0;
        for (let place = 0; place < size; place++) {
          trace += factor.solve(data.gram.slice(place * size, (place + 1) * size))[place]!;
        }
        expect(parameters).toBeCloseTo(trace, 9);
        const x = Float64Array.from({ length: size }, (_, place) => place + 1);
        const leverage = factor.solve(x).reduce((sum, value, place) => sum + value * x[place]!, 0);
        expect(path.leverageAt(penalty, x)).toBeCloseTo(leverage, 10);
      }
    });
  }

  it('stands columns that repeat each other, and columns of zeros', () => {
    const gram = Float64Array.of(40, 40, 0, 40, 40, 0, 0, 0, 0);
    const path = ridgePath({ gram, product: Float64Array.of(80, 80, 0), square: 200 });
    const found = path.coefficientsAt(1e-3);
    // the two share the coefficient 80 / 40 = 2
    expect(found[0]).toBeCloseTo(1, 4);
    expect(found[1]).toBeCloseTo(1, 4);
    expect(found[2]).toBe(0);
    expect(path.errorAt(1e-3).parameters).toBeCloseTo(1, 3);
  });

  it('has nothing to solve without columns', () => {
    const path = ridgePath({ gram: new Float64Array(0), product: new Float64Array(0), square: 5 });
    expect(path.errorAt(1)).toEqual({ residualSumOfSquares: 5, parameters: 0 });
    expect(path.coefficientsAt(1)).toEqual(new Float64Array(0));
  });
});
