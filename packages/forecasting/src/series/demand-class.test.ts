import { describe, expect, it } from 'vitest';
import { demandClass } from './demand-class.ts';

describe('demandClass', () => {
  it.each([
    // Sizes 1 and 9: mean 5, variance 16, squared coefficient of variation 0.64. Sizes 2, 4: 1 / 9.
    ['smooth', [2, 4, 2, 4]],
    ['erratic', [1, 9, 1, 9]],
    ['intermittent', [2, 0, 4, 0]],
    ['lumpy', [1, 0, 9, 0]],
  ])('calls %s demand so', (name, values) => {
    expect(demandClass(values).name).toBe(name);
  });

  it('measures the interval over known periods and the variation over sizes', () => {
    const { interval, sizeVariation, words } = demandClass([1, 0, Number.NaN, 9, 0, 0]);
    expect(interval).toBe(2.5);
    expect(sizeVariation).toBeCloseTo(0.64, 14);
    expect(words).toBe(
      'Lumpy demand: periods without demand, and demands of very different size (on average every 2.50 periods, squared coefficient of variation of the sizes 0.64).',
    );
  });

  it('counts a value on the border as below', () => {
    // 33 periods, 25 demands: interval 1.32.
    const values = [...Array<number>(25).fill(3), ...Array<number>(8).fill(0)];
    expect(demandClass(values).name).toBe('smooth');
    expect(demandClass([...values, 0]).name).toBe('intermittent');
  });

  it('does not depend on the unit, from 1e-12 to 1e12', () => {
    for (const unit of [1e-12, 1e12]) {
      const { sizeVariation } = demandClass([1, 0, 9, 0].map((value) => value * unit));
      expect(sizeVariation).toBeCloseTo(0.64, 12);
    }
  });

  it('has no class without demand', () => {
    expect(demandClass([0, 0, Number.NaN]).words).toBe('No demand in 2 known periods.');
    expect(demandClass([]).words).toBe('No value is known.');
    expect(demandClass([0]).name).toBe('none');
  });
});
