import { negativeBinomial, poisson, randomStream } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitDemand, restoreDemandModel } from './fit-demand.ts';

/** Weekday means of an imagined shop, Monday first; 2024-01-01 was a Monday. */
const WEEK = [4, 4, 5, 6, 9, 12, 2];
const MONDAY = '2024-01-01';
const AFTER_ONE_YEAR = '2024-12-30'; // 364 days after MONDAY, a Monday

function shopDays(days: number, seed: number): number[] {
  const random = randomStream(seed);
  return Array.from({ length: days }, (_, day) =>
    negativeBinomial.sample(random, { mean: WEEK[day % 7]!, size: 4 }),
  );
}

describe('fitDemand', () => {
  it('finds the week of a shop that has one', () => {
    const fitted = fitDemand({ startDate: MONDAY, units: shopDays(364, 1) });
    const { mean } = fitted.forecast({ startDate: AFTER_ONE_YEAR, days: 14 });
    expect(fitted.model).toBe('weekday-counts');
    // 52 days of each weekday: a standard error of √(12 + 144/4) / √52 = 0.96 on Saturday.
    for (let day = 0; day < 14; day++) expect(Math.abs(mean[day]! - WEEK[day % 7]!)).toBeLessThan(3);
    expect(mean[5]).toBeGreaterThan(2 * mean[0]!);
    expect(mean[13]).toBeLessThan(mean[0]!);
  });

  it('starts the week on the weekday of the asked day', () => {
    const fitted = fitDemand({ startDate: MONDAY, units: shopDays(364, 1) });
    const monday = fitted.forecast({ startDate: AFTER_ONE_YEAR, days: 3 });
    const wednesday = fitted.forecast({ startDate: '2025-01-01', days: 1 });
    expect(wednesday.mean[0]).toBe(monday.mean[2]);
  });

  it('recovers dispersion, and knows the level better from more days', () => {
    const short = fitDemand({ startDate: MONDAY, units: shopDays(56, 3) }).parameters;
    const long = fitDemand({ startDate: MONDAY, units: shopDays(1092, 3) }).parameters;
    expect(long.size).toBeGreaterThan(2.8);
    expect(long.size).toBeLessThan(5.6);
    expect(long.levelVariance).toBeLessThan(short.levelVariance as number);
  });

  it('follows a level that has doubled', () => {
    let weeks = 0;
    for (let shop = 0; shop < 20; shop++) {
      const units = [...shopDays(364, 40 + shop), ...shopDays(84, 80 + shop).map((sold) => 2 * sold)];
      const { mean } = fitDemand({ startDate: MONDAY, units }).forecast({ startDate: '2025-03-24', days: 7 });
      weeks += mean.reduce((sum, sold) => sum + sold, 0);
    }
    // One shop's level has a standard error of about 12 %, the average of twenty 3 %; some of the old level lingers.
    expect(weeks / 20).toBeGreaterThan(0.85 * 84);
    expect(weeks / 20).toBeLessThan(1.1 * 84);
  });

  it('reads a stock-out as missing, not as zero', () => {
    const units = shopDays(364, 6);
    const empty = units.map((sold, day) => (day % 3 === 0 ? Number.NaN : sold));
    const zeros = units.map((sold, day) => (day % 3 === 0 ? 0 : sold));
    const weekOf = (history: number[]): number =>
      fitDemand({ startDate: MONDAY, units: history })
        .forecast({ startDate: AFTER_ONE_YEAR, days: 7 })
        .mean.reduce((sum, sold) => sum + sold, 0);
    expect(weekOf(empty)).toBeGreaterThan(0.88 * 42);
    expect(weekOf(empty)).toBeLessThan(1.12 * 42);
    expect(weekOf(zeros)).toBeLessThan(0.78 * 42);
    expect(fitDemand({ startDate: MONDAY, units: empty }).reason).toContain(
      '122 missing days (stock-out or closed) left out',
    );
  });

  it('leaves promotion days out of the base level', () => {
    const units = shopDays(364, 7);
    const promoted = units.map((_, day) => (day % 50 > 46 ? 1 : 0));
    const lifted = units.map((sold, day) => (promoted[day] ? sold * 5 + 20 : sold));
    const base = fitDemand({ startDate: MONDAY, units, promoted });
    const withLift = fitDemand({ startDate: MONDAY, units: lifted, promoted });
    expect(withLift.parameters).toEqual(base.parameters);
    expect(withLift.reason).toContain('21 promotion days left out');
    expect(fitDemand({ startDate: MONDAY, units: lifted }).parameters).not.toEqual(base.parameters);
  });

  it('learns from days, not from how they were stored', () => {
    const units = shopDays(120, 8);
    const typed = fitDemand({ startDate: MONDAY, units: Float64Array.from(units) });
    expect(typed.parameters).toEqual(fitDemand({ startDate: MONDAY, units }).parameters);
  });

  it('refuses a start that is no calendar day', () => {
    expect(() => fitDemand({ startDate: '2023-02-29', units: [1] })).toThrow("startDate is '2023-02-29'");
    expect(() => fitDemand({ startDate: '1 May 2024', units: [1] })).toThrow('startDate');
  });

  it('gives a finite forecast and a reason for any data', () => {
    const day = fc.oneof(
      fc.nat(30),
      fc.double(),
      fc.constantFrom(0, Number.NaN, -4, 1e300, Number.POSITIVE_INFINITY, 0.5, 1e9),
    );
    const history = fc.oneof(
      fc.array(day, { maxLength: 120 }),
      fc.tuple(day, fc.nat(400)).map(([value, length]) => new Array<number>(length).fill(value)),
      fc.array(fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6), { maxLength: 300 }),
    );
    fc.assert(
      fc.property(history, (units) => {
        const fitted = fitDemand({ startDate: MONDAY, units });
        expect(fitted.reason.length).toBeGreaterThan(10);
        expect(JSON.parse(JSON.stringify(fitted.parameters))).toEqual(fitted.parameters);
        const forecast = fitted.forecast({ startDate: '2025-06-01', days: 40 });
        const [low, high] = [forecast.quantile(0.1), forecast.quantile(0.9)];
        const { units: drawn } = forecast.samplePaths({ paths: 5, seed: 1, key: 'any' });
        for (let ahead = 0; ahead < 40; ahead++) {
          expect(Number.isFinite(forecast.mean[ahead]) && forecast.mean[ahead]! >= 0).toBe(true);
          expect(low[ahead]! >= 0 && low[ahead]! <= high[ahead]! && Number.isInteger(high[ahead])).toBe(true);
        }
        expect(drawn.every((sold) => sold >= 0)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

const days = (count: number, unitsOn: (day: number) => number): number[] =>
  Array.from({ length: count }, (_, day) => unitsOn(day));

describe('the reason', () => {
  const reasonFor = (units: number[]): [string, string] => {
    const { model, reason } = fitDemand({ startDate: MONDAY, units });
    return [model, reason];
  };

  it('names what the level and the week rest on, from three weeks on', () => {
    const [model, reason] = reasonFor(days(21, (day) => day % 4));
    expect(model).toBe('weekday-counts');
    expect(reason).toMatch(
      /^Level and pattern of the week from 21 usable days, by count models, weighed by how well each foretold them \(they remember 1\d days\)\.$/,
    );
    expect(reasonFor(days(20, (day) => day % 4))[0]).toBe('window-average');
  });

  it('counts usable days, not calendar days', () => {
    expect(reasonFor(days(60, (day) => (day % 3 === 0 ? 5 : Number.NaN)))).toEqual([
      'window-average',
      'Average of 20 usable days: too few for a pattern of the week. 40 missing days (stock-out or closed) left out.',
    ]);
  });

  it('says how often an item in lumps was sold', () => {
    const rare = days(300, (day) => (day % 20 === 3 ? 12 : 0));
    expect(reasonFor(rare)[0]).toBe('lumpy-counts');
    expect(reasonFor(rare)[1]).toContain('Sold on 15 of 300 usable days: how often and how much, by count');
    expect(reasonFor(rare.map((units) => units * 0.15))[0]).toBe('weekday-counts');
  });

  it('says whether nothing sold or nothing is known', () => {
    expect(reasonFor(days(90, () => 0))[1]).toBe('Nothing sold on 90 usable days: no demand expected.');
    expect(reasonFor([0])[1]).toBe(
      'Nothing sold on 1 usable day: no demand expected, though so few days prove little.',
    );
    expect(reasonFor([])).toEqual([
      'zero',
      'No usable day of history: demand is unknown, zero stands in for it.',
    ]);
  });
});

describe('what a model stores', () => {
  it('is at most 300 numbers, whatever was sold', () => {
    const random = randomStream(5);
    const histories = [
      shopDays(364, 1),
      lumps(364),
      days(364, () => (random.next() < 0.1 ? Math.round(2000 * random.next()) : 0)),
    ];
    for (const units of histories) {
      const { parameters } = fitDemand({ startDate: MONDAY, units });
      expect(Object.values(parameters).flat().length).toBeLessThanOrEqual(300);
    }
  });

  it('takes Poisson days for what they are and stores a finite size', () => {
    const random = randomStream(6);
    const units = days(364, () => poisson.sample(random, { mean: 7 }));
    const { size } = fitDemand({ startDate: MONDAY, units }).parameters as { size: number };
    expect(Number.isFinite(size)).toBe(true);
    expect(size).toBeGreaterThan(30);
  });

  it('keeps a little demand for an item that stopped selling', () => {
    const units = days(300, (day) => (day < 100 ? 9 + (day % 2) : 0));
    const { mean } = fitDemand({ startDate: MONDAY, units }).forecast({ startDate: AFTER_ONE_YEAR, days: 1 });
    expect(mean[0]).toBeGreaterThan(0);
    expect(mean[0]).toBeLessThan(0.5);
  });

  it('sells nothing in any quantile or path where nothing sold', () => {
    const forecast = fitDemand({ startDate: MONDAY, units: days(90, () => 0) }).forecast({
      startDate: AFTER_ONE_YEAR,
      days: 3,
    });
    expect(Array.from(forecast.quantile(0.99))).toEqual([0, 0, 0]);
    const { units } = forecast.samplePaths({ paths: 2, seed: 1, key: 'a', scale: 3 });
    expect(units.every((sold) => sold === 0)).toBe(true);
  });
});

describe('restoreDemandModel', () => {
  it('forecasts to the last bit as the model that was stored', () => {
    const histories = [shopDays(200, 9), shopDays(12, 9), lumps(300), [0, 0, 0], []];
    for (const units of histories) {
      const fitted = fitDemand({ startDate: MONDAY, units });
      const stored = JSON.parse(JSON.stringify(fitted)) as Parameters<typeof restoreDemandModel>[0];
      const again = restoreDemandModel(stored);
      const asked = { startDate: '2024-12-01', days: 20 };
      const paths = { paths: 30, seed: 'run 4', key: 'store 1 / sku 2', scale: 1.3 };
      expect(again.forecast(asked).samplePaths(paths)).toEqual(fitted.forecast(asked).samplePaths(paths));
      expect(again.forecast(asked).quantile(0.8)).toEqual(fitted.forecast(asked).quantile(0.8));
      expect([again.reason, again.usableDays]).toEqual([fitted.reason, fitted.usableDays]);
    }
  });

  it('reads what was stored under the names of version 0.1.0', () => {
    const { parameters } = fitDemand({ startDate: MONDAY, units: shopDays(200, 9) });
    const asked = { startDate: '2024-12-01', days: 20 };
    const now = restoreDemandModel({ model: 'weekday-counts', parameters }).forecast(asked);
    const before = restoreDemandModel({ model: 'weekday-negative-binomial', parameters }).forecast(asked);
    expect(before.quantile(0.9)).toEqual(now.quantile(0.9));
    const recorded = {
      values: [0, 12],
      cumulative: [0.9, 1],
      levelVariance: 0,
      levelDriftPerDay: 0,
      lastDay: 0,
    };
    const { mean } = restoreDemandModel({ model: 'empirical', parameters: recorded }).forecast(asked);
    expect(mean[5]).toBeCloseTo(1.2, 12);
  });

  it('names the models it knows, and a parameter that is missing', () => {
    expect(() => restoreDemandModel({ model: 'oracle', parameters: {} })).toThrow(
      "model is 'oracle'; it must be one of weekday-counts, lumpy-counts, window-average, zero",
    );
    const broken = restoreDemandModel({ model: 'window-average', parameters: {} });
    expect(() => broken.forecast({ startDate: MONDAY, days: 1 })).toThrow('parameters.level is undefined');
  });
});

/** A case of twelve every twenty-fifth day. */
function lumps(days: number): number[] {
  return Array.from({ length: days }, (_, day) => (day % 25 === 7 ? 12 : 0));
}
