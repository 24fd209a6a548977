import { randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { standardNormal } from '../forecasts/forecast-arguments.ts';
import { evolvingSeason } from './evolving-season.ts';

const FACTORS = [0.5, 1.5, 1.2, 0.8];
const months = (seasons: number, at: (index: number) => number): Float64Array =>
  Float64Array.from({ length: seasons * 4 }, (_, index) => at(index));

describe('evolvingSeason', () => {
  it('finds the factors of a season without noise', () => {
    const values = months(6, (index) => 80 * FACTORS[index % 4]!);
    const season = evolvingSeason(values, { period: 4, kind: 'multiplicative' })!;
    for (let index = 0; index < 28; index++)
      expect(season.factors[index]).toBeCloseTo(FACTORS[index % 4]!, 10);
    expect(season.reliability).toBeCloseTo(1, 10);
    expect(season.memory).toBe(1);
  });

  it('finds effects around a line', () => {
    const effects = [-3, 4, 1, -2];
    const values = months(6, (index) => 10 + 0.5 * index + effects[index % 4]!);
    const season = evolvingSeason(values, { period: 4, kind: 'additive' })!;
    for (let step = 0; step < 4; step++) expect(season.factors[24 + step]).toBeCloseTo(effects[step]!, 10);
  });

  it('counts a fixed season as one parameter less than it has places', () => {
    const random = randomStream(3, 'fixed');
    const values = months(12, (index) => 100 * FACTORS[index % 4]! + 0.01 * standardNormal(random));
    expect(evolvingSeason(values, { period: 4, kind: 'multiplicative' })!.parameters).toBeCloseTo(3, 3);
  });

  it('draws a season towards none by the share of noise in it', () => {
    const random = randomStream(5, 'weak');
    const values = months(10, (index) => 100 + 4 * (FACTORS[index % 4]! - 1) + 3 * standardNormal(random));
    const { reliability, factors } = evolvingSeason(values, { period: 4, kind: 'additive' })!;
    expect(reliability).toBeLessThan(0.9);
    expect(reliability).toBeGreaterThan(0);
    let sum = 0;
    for (let step = 0; step < 4; step++) sum += factors[40 + step]!;
    expect(sum).toBeCloseTo(0, 9);
  });

  it('leaves little of the noise where there is no season', () => {
    let squares = 0;
    for (let series = 0; series < 200; series++) {
      const random = randomStream(11, series);
      const values = months(10, () => 100 + 5 * standardNormal(random));
      const season = evolvingSeason(values, { period: 4, kind: 'additive' });
      for (let step = 0; step < 4; step++) squares += season ? season.factors[40 + step]! ** 2 : 0;
    }
    // The averages of nine ratios have variance 25 / 9 × 3 / 4 = 2.1 about: less than half of it is left.
    expect(squares / 800).toBeLessThan(1);
  });

  it('follows a season that changes', () => {
    const late = [0.5, 1.2, 1.5, 0.8];
    const values = months(20, (index) => {
      const share = index / 80;
      return 100 * ((1 - share) * FACTORS[index % 4]! + share * late[index % 4]!);
    });
    const season = evolvingSeason(values, { period: 4, kind: 'multiplicative' })!;
    expect(season.memory).toBeLessThan(1);
    for (let step = 0; step < 4; step++) {
      expect(Math.abs(season.factors[80 + step]! - late[step]!)).toBeLessThan(0.1);
      expect(Math.abs(season.factors[step]! - FACTORS[step]!)).toBeLessThan(0.1);
    }
  });

  it('needs two seasons, and ratios at every place', () => {
    const values = months(3, (index) => 80 * FACTORS[index % 4]!);
    expect(evolvingSeason(values.subarray(0, 7), { period: 4, kind: 'additive' })).toBeUndefined();
    expect(evolvingSeason(values, { period: 4, kind: 'additive' })).toBeDefined();
    expect(evolvingSeason(new Float64Array(12), { period: 4, kind: 'multiplicative' })).toBeUndefined();
  });
});
