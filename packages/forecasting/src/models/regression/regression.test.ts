import { normal, poisson, randomStream } from '@granary/statistics';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holidayRegressors } from '../../calendars/holidays.ts';
import { regression } from './regression.ts';

interface Shop {
  values: Float64Array;
  price: Float64Array;
  promotion: Float64Array;
}

/** log demand = 5 - 2 log price + 0.8 promotion + a wandering level + error of deviation 0.1; 8 weeks more of regressors. */
function shop(length: number, seed: number, levelStep = 0.02): Shop {
  const random = randomStream(seed, 'shop');
  const price = Float64Array.from({ length: length + 8 }, () => 2 + Math.round(4 * random.next()) / 4);
  const promotion = Float64Array.from({ length: length + 8 }, () => (random.next() < 0.2 ? 1 : 0));
  let level = 5;
  const values = Float64Array.from({ length: length + 8 }, (_, week) => {
    level += levelStep * normal.sample(random);
    return Math.exp(
      level - 2 * Math.log(price[week]!) + 0.8 * promotion[week]! + 0.1 * normal.sample(random),
    );
  });
  return { values, price, promotion };
}

const regressorsOf = ({ price, promotion }: Shop) => [
  { name: 'price', values: price },
  { name: 'promotion', values: promotion },
];

describe('regression', () => {
  it('recovers a price elasticity and the effect of a promotion', () => {
    const data = shop(150, 1);
    const { parameters, form } = regression.fit({
      values: data.values.subarray(0, 150),
      regressors: regressorsOf(data),
    });
    expect(form).toBe('multiplicative, log price, promotion');
    expect(parameters['coefficient log price']).toBeGreaterThan(-2.15);
    expect(parameters['coefficient log price']).toBeLessThan(-1.85);
    expect(parameters['coefficient promotion']).toBeGreaterThan(0.74);
    expect(parameters['coefficient promotion']).toBeLessThan(0.86);
  });

  it('covers what comes: 80 % and 95 % intervals over 150 shops', () => {
    let [in80, in95, all, ratio] = [0, 0, 0, 0];
    for (let seed = 0; seed < 150; seed++) {
      const data = shop(100, 100 + seed);
      const forecast = regression
        .fit({ values: data.values.subarray(0, 100), regressors: regressorsOf(data) })
        .forecast(8);
      const bounds = [0.1, 0.9, 0.025, 0.975].map((probability) => forecast.quantile(probability));
      for (let step = 0; step < 8; step++) {
        const value = data.values[100 + step]!;
        if (value >= bounds[0]![step]! && value <= bounds[1]![step]!) in80++;
        if (value >= bounds[2]![step]! && value <= bounds[3]![step]!) in95++;
        ratio += value / forecast.mean[step]!;
        all++;
      }
    }
    expect(in80 / all).toBeGreaterThan(0.75);
    expect(in80 / all).toBeLessThan(0.84);
    expect(in95 / all).toBeGreaterThan(0.92);
    expect(in95 / all).toBeLessThan(0.985);
    expect(ratio / all).toBeGreaterThan(0.97);
    expect(ratio / all).toBeLessThan(1.03);
  });

  it('has the mean of its own paths', () => {
    const data = shop(80, 2);
    const forecast = regression
      .fit({ values: data.values.subarray(0, 80), regressors: regressorsOf(data) })
      .forecast(4);
    const { values } = forecast.samplePaths({ paths: 20_000, seed: 3 });
    for (let step = 0; step < 4; step++) {
      let mean = 0;
      let below = 0;
      const median = forecast.quantile(0.5)[step]!;
      for (let path = 0; path < 20_000; path++) {
        mean += values[path * 4 + step]! / 20_000;
        if (values[path * 4 + step]! <= median) below++;
      }
      expect(Math.abs(mean / forecast.mean[step]! - 1)).toBeLessThan(0.01);
      expect(Math.abs(below / 20_000 - 0.5)).toBeLessThan(0.015);
    }
  });

  it('names the regressors it drops, and why', () => {
    const data = shop(60, 4);
    const { notes, form } = regression.fit({
      values: data.values.subarray(0, 60),
      regressors: [
        ...regressorsOf(data),
        { name: 'flat', values: new Float64Array(68).fill(3) },
        { name: 'twice the promotion', values: data.promotion.map((value) => 2 * value + 1) },
        { name: 'unknown ahead', values: data.price.map(Math.sqrt).subarray(0, 60) },
        { name: 'empty', values: [] },
      ],
    });
    expect(form).toBe('multiplicative, log price, promotion');
    expect(notes.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "regressor-dropped: The regressor 'flat' was left out: it never varies while demand is known.",
      "regressor-dropped: The regressor 'twice the promotion' was left out: it is a combination of other regressors.",
      "regressor-dropped: The regressor 'unknown ahead' was left out: it is not known for the periods ahead.",
      "regressor-dropped: The regressor 'empty' was left out: no value of its history is known.",
    ]);
  });

  it('takes weeks without stock as missing demand', () => {
    const random = randomStream(5, 'stock');
    const out = Float64Array.from({ length: 90 }, (_, week) => (week < 80 && week % 5 === 4 ? 1 : 0));
    const half = Float64Array.from({ length: 90 }, (_, week) => (week < 80 && week % 5 === 2 ? 0.5 : 0));
    const stockOut = { name: 'stock-out', values: out.map((value, week) => value + half[week]!) };
    const demand = Float64Array.from({ length: 80 }, () => 100 + 10 * normal.sample(random));
    const sales = demand.map((value, week) => value * (1 - stockOut.values[week]!));
    const withStock = regression.fit({ values: sales.map((value) => value + 1e-9), regressors: [stockOut] });
    expect(withStock.forecast(1).mean[0]).toBeGreaterThan(95);
    expect(withStock.forecast(1).mean[0]).toBeLessThan(105);
    expect(withStock.notes.map(({ message }) => message)).toEqual([
      'Stock was out: demand of 16 periods was taken as missing, sales of 16 were scaled up.',
    ]);
    expect(regression.fit({ values: sales }).forecast(1).mean[0]).toBeLessThan(85);
  });

  it('finds the season, in multiplicative waves', () => {
    const random = randomStream(6, 'season');
    const at = (month: number) => 100 * Math.exp(0.4 * Math.cos((2 * Math.PI * month) / 12));
    const values = Float64Array.from(
      { length: 96 },
      (_, month) => at(month) * Math.exp(0.05 * normal.sample(random)),
    );
    const fitted = regression.fit({ values, seasonalPeriods: [12] });
    expect(fitted.form).toBe('multiplicative, 1 wave of 12');
    for (const [step, mean] of fitted.forecast(12).mean.entries()) {
      expect(Math.abs(mean / at(96 + step) - 1)).toBeLessThan(0.08);
    }
  });

  it('learns holidays from past years, wherever they fall', () => {
    const random = randomStream(12, 'holidays');
    const holidays = holidayRegressors({
      country: 'US',
      startDate: '2021-01-04',
      frequency: 'daily',
      periods: 1424 + 40,
      before: 1,
    });
    const thanksgiving = holidays.find(({ name }) => name === 'Thanksgiving Day -1')!;
    const values = Float64Array.from(
      { length: 1424 },
      (_, day) =>
        100 *
        Math.exp(
          0.2 * Math.sin((2 * Math.PI * day) / 7) + thanksgiving.values[day]! + 0.05 * normal.sample(random),
        ),
    );
    // Thanksgiving 2024 was 28 November; the day before is day 1423 from 4 January 2021
    const atHoliday = regression
      .fit({
        values: values.slice(0, 1420),
        startDate: '2021-01-04',
        frequency: 'daily',
        seasonalPeriods: [7],
        regressors: holidays,
      })
      .forecast(6).mean;
    const expected = 100 * Math.exp(0.2 * Math.sin((2 * Math.PI * 1423) / 7) + 1);
    expect(thanksgiving.values[1423]).toBe(1);
    expect(Math.abs(atHoliday[3]! / expected - 1)).toBeLessThan(0.12);
    expect(atHoliday[2]!).toBeLessThan(140);
  });

  it('finds the working days of months', () => {
    const random = randomStream(7, 'months');
    const workingDays = (month: number) => {
      let count = 0;
      for (
        let day = new Date(Date.UTC(2015, month, 1));
        day.getUTCMonth() === month % 12;
        day = new Date(day.getTime() + 86_400_000)
      ) {
        if (day.getUTCDay() % 6 !== 0) count++;
      }
      return count;
    };
    const values = Float64Array.from(
      { length: 96 },
      (_, month) => 10 * workingDays(month) * Math.exp(0.01 * normal.sample(random)),
    );
    const fitted = regression.fit({ values, startDate: '2015-01-01', frequency: 'monthly' });
    expect(fitted.form).toContain('trading days');
    for (const [step, mean] of fitted.forecast(6).mean.entries()) {
      expect(Math.abs(mean / (10 * workingDays(96 + step)) - 1)).toBeLessThan(0.04);
    }
  });

  it('fits counts with zeros by their mean, and gives whole numbers', () => {
    const random = randomStream(8, 'counts');
    const promotion = Float64Array.from({ length: 210 }, () => (random.next() < 0.2 ? 1 : 0));
    const values = promotion
      .map((on) => poisson.sample(random, { mean: on === 1 ? 6 : 1.5 }))
      .subarray(0, 200);
    const fitted = regression.fit({ values, regressors: [{ name: 'promotion', values: promotion }] });
    expect(fitted.form).toBe('multiplicative, counts, promotion');
    // log(6 / 1.5) = 1.386
    expect(Math.abs((fitted.parameters['coefficient promotion'] as number) - Math.log(4))).toBeLessThan(0.2);
    const forecast = fitted.forecast(10);
    for (let step = 0; step < 10; step++) {
      expect(Math.abs(forecast.mean[step]! / (promotion[200 + step] === 1 ? 6 : 1.5) - 1)).toBeLessThan(0.2);
    }
    expect(forecast.quantile(0.9).every(Number.isInteger)).toBe(true);
    expect(forecast.samplePaths({ paths: 5, seed: 1 }).values.every(Number.isInteger)).toBe(true);
  });

  it('reads nothing of the future: later values and unknown periods change no forecast', () => {
    const data = shop(100, 9);
    const fit = (values: Float64Array) => regression.fit({ values, regressors: regressorsOf(data) });
    const forecast = fit(data.values.subarray(0, 80)).forecast(5);
    const changed = { ...data, price: data.price.slice(), promotion: data.promotion.slice() };
    changed.price.fill(50, 85);
    changed.promotion.fill(1, 85);
    const again = regression
      .fit({ values: data.values.subarray(0, 80), regressors: regressorsOf(changed) })
      .forecast(5);
    expect(again.mean).toEqual(forecast.mean);
    expect(again.quantile(0.9)).toEqual(forecast.quantile(0.9));
  });

  it('scales with the unit of demand', () => {
    const data = shop(60, 10);
    const values = data.values.subarray(0, 60);
    const base = regression.fit({ values, regressors: regressorsOf(data) }).forecast(3);
    for (const unit of [1e-12, 1e9]) {
      const scaled = regression
        .fit({ values: values.map((value) => value * unit), regressors: regressorsOf(data) })
        .forecast(3);
      for (let step = 0; step < 3; step++) {
        expect(scaled.mean[step]! / (base.mean[step]! * unit)).toBeCloseTo(1, 6);
        expect(scaled.quantile(0.9)[step]! / (base.quantile(0.9)[step]! * unit)).toBeCloseTo(1, 6);
      }
    }
  });

  it('keeps its promises on any content', () => {
    const number = fc.oneof(
      fc.integer({ min: 0, max: 9 }),
      fc.double({ min: -1e3, max: 1e3, noNaN: true }),
      fc.constantFrom(0, 0, 1e-12, 1e12, 1e-300, Number.NaN, Number.POSITIVE_INFINITY),
    );
    const positive = fc.array(fc.constantFrom(1e-300, 1e-12, 1, 2, 3, 50, 1e12, 1e15), {
      minLength: 4,
      maxLength: 40,
    });
    const array = (maxLength: number) => fc.array(number, { maxLength });
    fc.assert(
      fc.property(fc.oneof(array(40), positive), array(45), array(45), (values, price, promotion) => {
        const fitted = regression.fit({
          values,
          seasonalPeriods: [7],
          startDate: '2024-01-01',
          frequency: 'daily',
          regressors: [
            { name: 'price', values: price },
            { name: 'promotion', values: promotion },
          ],
        });
        const forecast = fitted.forecast(6);
        const [low, middle, high] = [0.05, 0.5, 0.95].map((probability) => forecast.quantile(probability));
        const demand = values.filter(Number.isFinite).every((value) => value >= 0);
        const { values: paths } = forecast.samplePaths({ paths: 3, seed: 1 });
        for (let step = 0; step < 6; step++) {
          expect(low![step]).toBeLessThanOrEqual(middle![step]!);
          expect(middle![step]).toBeLessThanOrEqual(high![step]!);
          for (const value of [forecast.mean[step]!, low![step]!, high![step]!, paths[step]!]) {
            expect(Number.isFinite(value)).toBe(true);
            if (demand) expect(value).toBeGreaterThanOrEqual(0);
          }
        }
        const shorter = fitted.forecast(3);
        expect(shorter.mean).toEqual(forecast.mean.slice(0, 3));
        expect(shorter.samplePaths({ paths: 1, seed: 1 }).values).toEqual(
          forecast.samplePaths({ paths: 1, seed: 1 }).values.slice(0, 3),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('refuses options out of range', () => {
    const series = { values: shop(40, 11).values };
    expect(() => regression.fit(series, { harmonics: -1 })).toThrow(
      'harmonics is -1; it must be a whole number, at least 0',
    );
    expect(() => regression.fit(series, { harmonics: 0 })).not.toThrow();
    expect(() => regression.fit(series, { trend: 'steep' as 'none' })).toThrow(
      "trend is 'steep'; it must be 'auto', 'none' or 'linear'",
    );
    expect(() => regression.fit(series, { trend: 'linear' })).not.toThrow();
  });

  it('says when there is too little', () => {
    const fitted = regression.fit({ values: [3, 4, 5] });
    expect(fitted.notes.map(({ message }) => message)).toEqual([
      'regression needs 4 values and found 3: mean was used instead.',
    ]);
    expect(fitted.forecast(1).mean[0]).toBe(4);
  });
});
