import { normal, poisson, randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { randomisedPit } from './randomised-pit.ts';
import { uniformityTest } from './uniformity.ts';

const PERIODS = 3000;
const PATHS = 199;

/** PIT of Poisson demand with mean 2 under a Poisson forecast with another mean. */
function pitOfPoisson(forecastMean: number): Float64Array {
  const random = randomStream('pit', forecastMean);
  const draw = (mean: number) => (): number => poisson.sample(random, { mean });
  const actual = Float64Array.from({ length: PERIODS }, draw(2));
  const values = Float64Array.from({ length: PATHS * PERIODS }, draw(forecastMean));
  return randomisedPit({ actual, paths: { paths: PATHS, horizon: PERIODS, values }, random });
}

describe('randomisedPit', () => {
  it('is uniform for counts from the distribution they were forecast with', () => {
    const { probability, largestDeviation } = uniformityTest(pitOfPoisson(2));
    expect(probability).toBeGreaterThan(0.01);
    expect(largestDeviation).toBeLessThan(0.02);
  });

  it('slopes for a forecast that is too high', () => {
    const { probability, shares } = uniformityTest(pitOfPoisson(2.5));
    expect(probability).toBeLessThan(1e-6);
    expect(shares[0]!).toBeGreaterThan(shares[9]!);
  });

  it('is a bowl for a forecast that is too narrow', () => {
    const random = randomStream('pit', 'narrow');
    const actual = Float64Array.from({ length: PERIODS }, () => normal.sample(random));
    const values = Float64Array.from({ length: PATHS * PERIODS }, () => 0.6 * normal.sample(random));
    const places = randomisedPit({ actual, paths: { paths: PATHS, horizon: PERIODS, values }, random });
    const { shares } = uniformityTest(places, 5);
    expect(shares[0]! + shares[4]!).toBeGreaterThan(0.5);
  });

  it('leaves out what nobody knows', () => {
    const paths = { paths: 1, horizon: 2, values: Float64Array.from([1, 1]) };
    const random = randomStream('pit', 'gap');
    const places = randomisedPit({ actual: [Number.NaN, 5], paths, random });
    expect(places).toHaveLength(1);
    expect(places[0]).toBeGreaterThanOrEqual(0.5);
    expect(() => randomisedPit({ actual: [1], paths, random })).toThrow('paths has 2 periods');
  });
});

describe('uniformityTest', () => {
  it('is the chi-squared test: 12, 8, 10 and 10 of 40 give 0.8 on three degrees of freedom, p = .849', () => {
    const values = [12, 8, 10, 10].flatMap((count, bin) => new Array<number>(count).fill((bin + 0.5) / 4));
    const { statistic, probability, shares, largestDeviation } = uniformityTest(values, 4);
    expect(statistic).toBeCloseTo(0.8, 12);
    expect(probability).toBeCloseTo(0.8495, 4);
    expect(shares).toEqual([0.3, 0.2, 0.25, 0.25]);
    expect(largestDeviation).toBeCloseTo(0.05, 12);
  });

  it('refuses what is no probability', () => {
    expect(() => uniformityTest([0.5, 1.2])).toThrow('values has 1.2 at 1');
    expect(() => uniformityTest([])).toThrow('values is empty');
    expect(() => uniformityTest([0.5], 1)).toThrow('bins is 1');
    expect(uniformityTest([0, 1], 2).statistic).toBe(0);
  });
});
