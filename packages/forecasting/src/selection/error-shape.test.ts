import { normal, randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { errorsOfShape, shapeOf } from './error-shape.ts';

const drawn = (length: number, errorAt: (score: number) => number): Float64Array => {
  const random = randomStream(3);
  return Float64Array.from({ length }, () =>
    errorAt(normal.standardQuantile((random.nextUint32() + 0.5) / 2 ** 32)),
  );
};

describe('shapeOf', () => {
  it('sees heavy tails where errors are rare and large', () => {
    const spiky = Float64Array.from({ length: 120 }, (_, index) => (index % 10 === 0 ? 10 : 0.1));
    // 120 residuals weigh against 67 at the usual 0.29: all 0.35 gives 0.3285, all 0 gives 0.104
    expect(shapeOf(spiky).heaviness).toBeCloseTo((67 * 0.29 + 120 * 0.35) / 187, 6);
    expect(shapeOf(drawn(120, (score) => score)).heaviness).toBeLessThan(0.2);
  });

  it('sees errors that are rarer and larger upwards, half of what 120 of them show', () => {
    const { skewness } = shapeOf(drawn(120, (score) => Math.expm1(score)));
    expect(skewness).toBeGreaterThan(0.25);
    expect(skewness).toBeLessThan(0.75);
    expect(shapeOf(drawn(120, (score) => -Math.expm1(score))).skewness).toBeCloseTo(-skewness, 1);
    expect(Math.abs(shapeOf(drawn(120, (score) => score)).skewness)).toBeLessThan(0.1);
  });

  it('reads the most recent 120, and nothing where nothing is known', () => {
    const recent = drawn(120, (score) => score);
    const before = new Float64Array(50).fill(1e6);
    expect(shapeOf(Float64Array.of(...before, ...recent))).toEqual(shapeOf(recent));
    const unknown = { heaviness: 0.29, skewness: 0 };
    expect(shapeOf(new Float64Array(9).fill(Number.NaN))).toEqual(unknown);
    expect(shapeOf(new Float64Array(9))).toEqual(unknown);
  });
});

describe('errorsOfShape', () => {
  it.each([
    { heaviness: 0, skewness: 0 },
    { heaviness: 0.2, skewness: 0 },
    { heaviness: 0, skewness: 0.6 },
    { heaviness: 0.2, skewness: -0.5 },
  ])('has mean 0 and variance 1, and rises with the score: %o', (shape) => {
    const errorAt = errorsOfShape(shape);
    let mean = 0;
    let variance = 0;
    const step = 0.01;
    for (let score = -6; score < 6; score += step) {
      mean += errorAt(score) * normal.pdf(score) * step;
      variance += errorAt(score) ** 2 * normal.pdf(score) * step;
      expect(errorAt(score + step)).toBeGreaterThan(errorAt(score));
    }
    expect(mean).toBeCloseTo(0, 3);
    expect(variance).toBeCloseTo(1, 2);
  });

  it('is the score itself where errors are normal, and reaches further up than down where they are skewed', () => {
    expect(errorsOfShape({ heaviness: 0, skewness: 0 })(1.5)).toBeCloseTo(1.5, 6);
    const skewed = errorsOfShape({ heaviness: 0, skewness: 0.5 });
    expect(skewed(2)).toBeGreaterThan(-skewed(-2));
    expect(skewed(0)).toBeLessThan(0);
  });
});
