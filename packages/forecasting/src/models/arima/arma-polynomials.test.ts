import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyPolynomials, fillPolynomials, multiplyOut, rootsBeyond } from './arma-polynomials.ts';

describe('polynomials', () => {
  it('multiply out: (1 - 0.5 B)(1 - 0.2 B^4) = 1 - 0.5 B - 0.2 B^4 + 0.1 B^5', () => {
    const orders = { p: 1, q: 1, P: 1, Q: 1, period: 4 };
    const polynomials = emptyPolynomials(orders);
    polynomials.factors.set([0.5, 0.3, 0.2, -0.4]);
    multiplyOut(polynomials, orders);
    expect(Array.from(polynomials.ar, (value) => Number(value.toFixed(12)))).toEqual([0.5, 0, 0, 0.2, -0.1]);
    expect(Array.from(polynomials.ma, (value) => Number(value.toFixed(12)))).toEqual([
      0.3, 0, 0, -0.4, -0.12,
    ]);
    expect(Array.from(polynomials.arLags)).toEqual([0, 3, 4]);
    expect(Array.from(polynomials.maDistances)).toEqual([1, 3, 4, 5]);
  });

  it('are stationary and invertible for any numbers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 8, maxLength: 8 }),
        (free) => {
          const orders = { p: 4, q: 4, P: 0, Q: 0, period: 1 };
          const polynomials = emptyPolynomials(orders);
          fillPolynomials(polynomials, orders, Float64Array.from(free));
          expect(rootsBeyond(polynomials.factors, { start: 0, order: 4, sign: 1, modulus: 1 })).toBe(true);
          expect(rootsBeyond(polynomials.factors, { start: 4, order: 4, sign: -1, modulus: 1 })).toBe(true);
        },
      ),
    );
  });
});

describe('rootsBeyond', () => {
  // (1 - z / 2)(1 - z / 1.05) has its roots at 2 and 1.05.
  const product = Float64Array.of(1 / 2 + 1 / 1.05, -1 / 2.1);

  it.each([
    { modulus: 1, beyond: true },
    { modulus: 1.04, beyond: true },
    { modulus: 1.06, beyond: false },
  ])('knows the roots 2 and 1.05: beyond $modulus is $beyond', ({ modulus, beyond }) => {
    expect(rootsBeyond(product, { start: 0, order: 2, sign: 1, modulus })).toBe(beyond);
  });

  it('reads a moving average with its own sign: 1 + 0.9 z has its root at -1.11', () => {
    const part = { start: 0, order: 1, sign: -1 } as const;
    expect(rootsBeyond(Float64Array.of(0.9), { ...part, modulus: 1.11 })).toBe(true);
    expect(rootsBeyond(Float64Array.of(0.9), { ...part, modulus: 1.12 })).toBe(false);
  });
});
