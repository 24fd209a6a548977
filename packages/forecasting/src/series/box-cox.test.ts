import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxCox, guerreroLambda } from './box-cox.ts';

describe('boxCox', () => {
  it('is the formula: (9^0.5 - 1) / 0.5 = 4, and the logarithm at 0', () => {
    expect(boxCox(0.5).transform(Float64Array.of(9))[0]).toBe(4);
    expect(boxCox(0).transform(Float64Array.of(Math.E))[0]).toBe(1);
    expect(boxCox(-1).transform(Float64Array.of(4))[0]).toBe(0.75);
  });

  it('finds its way back', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 2, noNaN: true }),
        fc.double({ min: 0.01, max: 1000, noNaN: true }),
        (lambda, value) => {
          const { transform, inverse } = boxCox(lambda);
          expect(inverse(transform(Float64Array.of(value))[0]!) / value).toBeCloseTo(1, 5);
        },
      ),
    );
    expect(boxCox(0.5).inverse(boxCox(0.5).transform(Float64Array.of(-4))[0]!)).toBeCloseTo(-4, 12);
  });

  it('refuses a lambda out of range, accepts its ends', () => {
    expect(() => boxCox(2.1)).toThrow('lambda is 2.1; it must lie between -1 and 2');
    expect(() => boxCox(Number.NaN)).toThrow(RangeError);
    expect([boxCox(-1).lambda, boxCox(2).lambda]).toEqual([-1, 2]);
  });
});

describe('guerreroLambda', () => {
  const level = Array.from({ length: 8 }, (_, year) => 100 * 1.4 ** year);
  const shape = [0.7, 1, 1.3, 1];

  it('is the logarithm where the season grows with the level, nothing where it stays', () => {
    const growing = Float64Array.from(level.flatMap((at) => shape.map((part) => at * part)));
    const steady = Float64Array.from(level.flatMap((at) => shape.map((part) => at + 20 * part)));
    expect(guerreroLambda(growing, 4)).toBeCloseTo(0, 4);
    expect(guerreroLambda(steady, 4)).toBeCloseTo(1, 4);
  });

  it('stays at or above 0 with zeros, and is 1 where there is nothing to see', () => {
    expect(guerreroLambda(Float64Array.of(0, 4, 1, 3, 0, 9, 2, 30), 4)).toBeGreaterThanOrEqual(0);
    expect(guerreroLambda(Float64Array.of(5, 5, 5, 5, 5, 5), 2)).toBe(1);
    expect(guerreroLambda(Float64Array.of(5), 2)).toBe(1);
  });
});
