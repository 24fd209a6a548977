import { expect } from 'vitest';
import type { Distribution } from '../../distribution.ts';

/** Within a share of the expected value, with both named when it is not. */
export function expectRelative(actual: number, expected: number, tolerance = 1e-11): void {
  const error = Math.abs(actual - expected) / Math.max(Math.abs(expected), Number.MIN_VALUE);
  expect(error, `${actual} instead of ${expected}`).toBeLessThanOrEqual(tolerance);
}

/** What holds at any x for any distribution, compared with the spread of its values around x. */
export function expectLossIdentities(d: Distribution, x: number): void {
  const distance = d.mean - x;
  const spread = Math.sqrt(d.variance) + Math.abs(distance);
  expect(Math.abs(d.cdf(x) + d.survival(x) - 1)).toBeLessThan(1e-12);
  expect(Math.abs(d.loss(x) - d.complementaryLoss(x) - distance) / spread).toBeLessThan(1e-11);
  const both = 0.5 * (d.variance + distance * distance - (d.support === 'counts' ? distance : 0));
  expect(
    Math.abs(d.secondLoss(x) + d.complementarySecondLoss(x) - both) / (spread * spread + spread),
  ).toBeLessThan(1e-11);
}

/** From one count to the next: the loss falls by the survival, the second loss by the loss further on. */
export function expectCountRecursion(d: Distribution, count: number): void {
  const scale = Math.sqrt(d.variance) + Math.abs(d.mean - count) + 1;
  expect(Math.abs(d.loss(count) - d.loss(count + 1) - d.survival(count)) / scale).toBeLessThan(1e-12);
  expect(
    Math.abs(d.secondLoss(count) - d.secondLoss(count + 1) - d.loss(count + 1)) / scale ** 2,
  ).toBeLessThan(1e-12);
  expect(
    Math.abs(d.complementaryLoss(count + 1) - d.complementaryLoss(count) - d.cdf(count)) / scale,
  ).toBeLessThan(1e-12);
  expect(Math.abs(d.cdf(count + 1) - d.cdf(count) - d.density(count + 1))).toBeLessThan(1e-12);
}

/** The slope of the loss is −survival, that of the second loss −loss, by central differences of width 2h. */
export function expectSlopes(d: Distribution, x: number, h: number): void {
  const slope = (f: (at: number) => number) => (f(x + h) - f(x - h)) / (2 * h);
  expect(slope(d.loss)).toBeCloseTo(-d.survival(x), 6);
  expect(slope(d.complementaryLoss)).toBeCloseTo(d.cdf(x), 6);
  expect(slope(d.secondLoss)).toBeCloseTo(-d.loss(x), 6);
  expect(slope(d.complementarySecondLoss)).toBeCloseTo(d.complementaryLoss(x), 6);
}

/** Average of many draws within five standard errors of the mean. */
export function expectSampleMean(d: Distribution, draw: () => number, draws = 20_000): void {
  let sum = 0;
  for (let index = 0; index < draws; index++) sum += draw();
  expect(Math.abs(sum / draws - d.mean)).toBeLessThan(5 * Math.sqrt(d.variance / draws));
}
