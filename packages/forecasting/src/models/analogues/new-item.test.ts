import { gamma, poisson, randomStream } from '@granary/statistics';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Analogue, forecastNewItem } from './new-item.ts';

const total = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);

function expectClose(values: ArrayLike<number>, expected: readonly number[]): void {
  expect(values).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) expect(values[index]).toBeCloseTo(value, 10);
}

/** Items of two brands: 'big' sells about 50 a period, 'small' about 5; both fade by 3 % a period. */
function launches(count: number, periods: number): Analogue[] {
  const random = randomStream(11, 'launches');
  return Array.from({ length: count }, (_, place) => {
    const brand = place % 2 === 0 ? 'big' : 'small';
    const scale = (brand === 'big' ? 50 : 5) * gamma.sample(random, { shape: 10, scale: 0.1 });
    const history = Array.from({ length: periods }, (__, age) =>
      poisson.sample(random, { mean: scale * 0.97 ** age }),
    );
    return { attributes: { brand }, history };
  });
}

describe('forecastNewItem', () => {
  it('takes a horizon from 1 to 10,000, as every model', () => {
    const fitted = forecastNewItem({ attributes: {}, analogues: [{ attributes: {}, history: [3, 4] }] });
    for (const horizon of [0, Number.NaN, 2.5])
      expect(() => fitted.forecast(horizon)).toThrow(`horizon is ${horizon}; it must be a whole number`);
    expect(fitted.forecast(1).mean).toHaveLength(1);
  });

  it('expects the weighted mean of the analogues before any sale', () => {
    const fitted = forecastNewItem({
      attributes: { brand: 'a' },
      analogues: [
        { attributes: { brand: 'a' }, history: [10, 20] },
        { attributes: { brand: 'b' }, history: [100, 200] },
      ],
    });
    // two analogues: similarity 1 and 0, to the power 1
    expectClose(fitted.forecast(2).mean, [10, 20]);
    expectClose(fitted.parameters.weights as number[], [1, 0]);
    const alike = forecastNewItem({
      attributes: {},
      analogues: [
        { attributes: {}, history: [10, 20] },
        { attributes: {}, history: [30, 60] },
      ],
    });
    expectClose(alike.forecast(2).mean, [20, 40]);
  });

  it('finds out that the brand matters', () => {
    const analogues = launches(40, 20);
    const big = forecastNewItem({ attributes: { brand: 'big' }, analogues });
    const small = forecastNewItem({ attributes: { brand: 'small' }, analogues });
    expect(big.parameters.sharpness).toBeGreaterThanOrEqual(1);
    expect(total(big.forecast(10).mean)).toBeGreaterThan(5 * total(small.forecast(10).mean));
  });

  it('gives in to own sales as they come', () => {
    const analogues = launches(40, 30);
    const attributes = { brand: 'small' };
    const sold = (periods: number) => new Array(periods).fill(30);
    const next = [0, 1, 3, 10].map(
      (age) => forecastNewItem({ attributes, analogues, sales: sold(age) }).forecast(1).mean[0]!,
    );
    expect(next[0]).toBeLessThan(10);
    expect(next[1]).toBeGreaterThan(next[0]!);
    for (const later of next.slice(2)) {
      expect(later).toBeGreaterThan(18);
      expect(later).toBeLessThan(34);
    }
  });

  it('covers items that it has not seen: 80 % intervals of single periods and of totals', () => {
    const analogues = launches(120, 20);
    let [inside, periods, totals] = [0, 0, 0];
    const tried = 60;
    for (let left = 0; left < tried; left++) {
      const actual = Array.from(analogues[left]!.history).slice(0, 8);
      const others = analogues.filter((_, place) => place !== left);
      const forecast = forecastNewItem({
        attributes: analogues[left]!.attributes,
        analogues: others,
        sharpness: 16,
      }).forecast(8);
      const [low, high] = [forecast.quantile(0.1), forecast.quantile(0.9)];
      for (const [step, value] of actual.entries()) {
        if (value >= low[step]! && value <= high[step]!) inside++;
        periods++;
      }
      const { values } = forecast.samplePaths({ paths: 200, seed: 5 });
      const sums = Array.from({ length: 200 }, (_, path) =>
        total(values.subarray(path * 8, path * 8 + 8)),
      ).sort((a, b) => a - b);
      if (total(actual) >= sums[20]! && total(actual) <= sums[179]!) totals++;
    }
    expect(inside / periods).toBeGreaterThan(0.76);
    expect(inside / periods).toBeLessThan(0.93);
    expect(totals / tried).toBeGreaterThan(0.68);
    expect(totals / tried).toBeLessThan(0.95);
  });

  it('goes on beyond a short history as the longer ones did', () => {
    const analogues = [
      { attributes: {}, history: [10, 10] },
      { attributes: {}, history: [20, 20, 10, 4] },
    ];
    // the short one sold half of what the long one did: 5 and 2
    expectClose(forecastNewItem({ attributes: {}, analogues }).forecast(4).mean, [15, 15, 7.5, 3]);
  });

  it('says what it had to leave out, and what it used instead', () => {
    const none = forecastNewItem({
      attributes: {},
      analogues: [{ attributes: {}, history: [] }],
      sales: [4, 6],
    });
    expect(none.notes[0]!.message).toBe(
      'analogues found no analogue with a known value: mean was used instead.',
    );
    expect(none.forecast(1).mean[0]).toBe(5);
    // Two sales say little: the forecast is not certain of their mean.
    expect(none.forecast(1).quantile(0.9)[0]).toBeGreaterThan(8);
    const some = forecastNewItem({
      attributes: {},
      analogues: [
        { attributes: {}, history: [Number.NaN] },
        { attributes: {}, history: [3] },
      ],
    });
    expect(some.notes[0]!.message).toBe('1 analogue without a known value of demand was left out.');
    expect(forecastNewItem({ attributes: {}, analogues: [] }).forecast(3).mean).toEqual(new Float64Array(3));
  });

  it('never fails on what it is given', () => {
    const number = fc.oneof(
      fc.integer({ min: 0, max: 20 }),
      fc.double({ min: 0, max: 1e12 }),
      fc.constant(Number.NaN),
      fc.constant(0),
      fc.constant(1e-12),
      fc.constant(-5),
    );
    const attributes = fc.dictionary(
      fc.constantFrom('a', 'b'),
      fc.oneof(fc.double(), fc.constantFrom('x', 'y')),
    );
    const item = fc.record({ history: fc.array(number, { maxLength: 8 }), attributes });
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 6 }),
        attributes,
        fc.array(number, { maxLength: 5 }),
        (analogues, own, sales) => {
          const forecast = forecastNewItem({ analogues, attributes: own, sales }).forecast(4);
          const [low, high] = [forecast.quantile(0.1), forecast.quantile(0.9)];
          for (let step = 0; step < 4; step++) {
            expect(forecast.mean[step]).toBeGreaterThanOrEqual(0);
            expect(low[step]).toBeGreaterThanOrEqual(0);
            expect(high[step]).toBeGreaterThanOrEqual(low[step]!);
            expect(high[step]).toBeLessThanOrEqual(1e14);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('continues a shorter horizon, with the same bytes for the same seed', () => {
    const fitted = forecastNewItem({ attributes: { brand: 'big' }, analogues: launches(10, 12) });
    const short = fitted.forecast(3).samplePaths({ paths: 5, seed: 1 });
    const long = fitted.forecast(6).samplePaths({ paths: 5, seed: 1 });
    for (let path = 0; path < 5; path++) {
      expect(long.values.slice(path * 6, path * 6 + 3)).toEqual(short.values.slice(path * 3, path * 3 + 3));
    }
    expect(fitted.forecast(6).samplePaths({ paths: 5, seed: 1 })).toEqual(long);
  });

  it('refuses a sharpness below 0', () => {
    const item = { attributes: {}, analogues: [{ attributes: {}, history: [1] }] };
    expect(() => forecastNewItem({ ...item, sharpness: -1 })).toThrow(
      'sharpness is -1; it must be at least 0 and finite',
    );
    expect(() => forecastNewItem({ ...item, sharpness: 0 })).not.toThrow();
  });
});
