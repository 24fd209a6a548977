import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { normal, randomStream } from '@granary/statistics';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ModelOnInput } from '../define-model.ts';
import { loadProphet, type ProphetModelOptions } from './index.ts';

let prophet: ModelOnInput<ProphetModelOptions>;
beforeAll(async () => {
  prophet = await loadProphet();
});

/** A line that bends at month 60, a wave a year and normal noise. */
function months(seed: number, { length = 108, noise = 2 } = {}) {
  const random = randomStream(seed, 'months');
  return Float64Array.from({ length }, (_, month) => {
    const error = noise * normal.standardQuantile((random.nextUint32() + 0.5) / 4294967296);
    const trend = 100 + month - 2.5 * Math.max(0, month - 60);
    return trend + 12 * Math.sin((2 * Math.PI * month) / 12) + error;
  });
}

describe('prophet', () => {
  it('is loaded once', async () => {
    expect(await loadProphet()).toBe(prophet);
  });

  it('continues a bent trend and its season', () => {
    const all = months(3);
    const fitted = prophet.fit({ values: all.subarray(0, 96), seasonalPeriods: [12] });
    expect(fitted.model).toBe('prophet');
    const { mean } = fitted.forecast(12);
    mean.forEach((value, step) => {
      expect(Math.abs(value - all[96 + step]!)).toBeLessThan(9);
    });
  });

  it('recovers the size of the noise', () => {
    const { sigma } = prophet.fit({ values: months(5), seasonalPeriods: [12] }).parameters;
    expect(sigma).toBeGreaterThan(1.5);
    expect(sigma).toBeLessThan(2.6);
  });

  it('covers 65 to 95 % of 12 months held out with its 80 % interval', () => {
    let covered = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const all = months(seed);
      const forecast = prophet.fit({ values: all.subarray(0, 96), seasonalPeriods: [12] }).forecast(12);
      const [low, high] = [forecast.quantile(0.1), forecast.quantile(0.9)];
      for (let step = 0; step < 12; step++) {
        if (all[96 + step]! >= low[step]! && all[96 + step]! <= high[step]!) covered++;
      }
    }
    expect(covered / 240).toBeGreaterThan(0.65);
    expect(covered / 240).toBeLessThan(0.95);
  });

  it('tells regressors of one name apart, and names those it cannot use', () => {
    const values = months(4).subarray(0, 96);
    const wave = (every: number) => Float64Array.from({ length: 108 }, (_, month) => month % every);
    const a = { name: 'same', values: wave(5) };
    const b = { name: 'same', values: wave(7) };
    const mean = (regressors: (typeof a)[]) => prophet.fit({ values, regressors }).forecast(12).mean;
    expect(mean([a, b])).not.toEqual(mean([a, a]));
    expect(mean([a, b])).not.toEqual(mean([b, b]));
    const { notes } = prophet.fit({
      values,
      regressors: [
        { name: 'short', values: [1, 2] },
        { name: 'fixed', values: values.map(() => 3) },
      ],
    });
    expect(notes.map(({ code, message }) => [code, message.slice(0, 34)])).toEqual([
      ['regressor-dropped', "The regressor 'short' was left out"],
      ['regressor-dropped', "The regressor 'fixed' was left out"],
    ]);
  });

  it('is replaced by naive where Stan finds nothing, with the reason in one line', () => {
    const fitted = prophet.fit({ values: [1, 2, 3] });
    expect(fitted.model).toBe('naive');
    expect(fitted.notes[0]!.message).toBe(
      'prophet could not be fitted (Optimization failed: Error in optimization): naive was used instead.',
    );
  });

  it('uses a regressor that is known ahead', () => {
    const promotion = Float64Array.from({ length: 108 }, (_, month) => (month % 7 === 3 ? 1 : 0));
    const values = months(7, { length: 96 }).map((value, month) => value + 40 * promotion[month]!);
    const regressors = [{ name: 'promotion', values: promotion }];
    const withIt = prophet.fit({ values, seasonalPeriods: [12], regressors }).forecast(12).mean;
    const without = prophet.fit({ values, seasonalPeriods: [12] }).forecast(12).mean;
    // Month 101 has a promotion, 102 has none: 101 % 7 is 3.
    expect(withIt[5]! - withIt[6]! - (without[5]! - without[6]!)).toBeGreaterThan(30);
  });

  it('gives the same numbers for the same series and seed, and a longer horizon continues a shorter one', () => {
    const series = { values: months(4), seasonalPeriods: [12] };
    const [one, other] = [prophet.fit(series), prophet.fit(series)];
    expect(one.forecast(6).mean).toEqual(other.forecast(6).mean);
    const draw = (horizon: number) => one.forecast(horizon).samplePaths({ paths: 1, seed: 1 }).values;
    expect(draw(6)).toEqual(draw(12).subarray(0, 6));
    expect(one.forecast(6).mean).toEqual(one.forecast(12).mean.subarray(0, 6));
  });

  it('gives the same numbers in another thread', async () => {
    const values = Array.from(months(4));
    const code = `
      import { parentPort, workerData } from 'node:worker_threads';
      const { loadProphet } = await import(workerData.module);
      const prophet = await loadProphet();
      parentPort.postMessage([...prophet.fit({ values: workerData.values, seasonalPeriods: [12] }).forecast(6).mean]);
    `;
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), {
      workerData: { values, module: new URL('./index.ts', import.meta.url).href },
    });
    const [mean] = await once(worker, 'message');
    await worker.terminate();
    expect(mean).toEqual([...prophet.fit({ values, seasonalPeriods: [12] }).forecast(6).mean]);
  });

  it('leaves out values that nobody knows', () => {
    const values = months(6, { noise: 0.5 });
    const gappy = values.map((value, month) => (month % 9 === 4 ? Number.NaN : value));
    const [whole, holes] = [values, gappy].map((known) =>
      prophet.fit({ values: known, seasonalPeriods: [12] }).forecast(6),
    );
    holes!.mean.forEach((value, step) => {
      expect(Math.abs(value - whole!.mean[step]!)).toBeLessThan(3);
    });
  });

  it('refuses options out of range, and takes those within', () => {
    const series = { values: months(1) };
    expect(() => prophet.fit(series, { changeScale: 0 })).toThrow('changeScale is 0; it must be above 0');
    expect(prophet.fit(series, { changeScale: 0.5 }).model).toBe('prophet');
    expect(() => prophet.fit(series, { season: 'both' as 'additive' })).toThrow("season is 'both'");
    expect(prophet.fit(series, { season: 'multiplicative' }).model).toBe('prophet');
  });

  it('never throws and never leaves the bounds, whatever the values', () => {
    const value = fc.oneof(
      fc.double({ min: 0, max: 100, noNaN: true }),
      fc.constantFrom(0, 1e-12, 1e12, Number.NaN),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 30 }), (values) => {
        const largest = Math.max(0, ...values.filter((known) => !Number.isNaN(known)));
        const forecast = prophet.fit({ values, seasonalPeriods: [4] }).forecast(3);
        for (const numbers of [forecast.mean, forecast.quantile(0.05), forecast.quantile(0.95)]) {
          for (const number of numbers) {
            expect(number).toBeGreaterThanOrEqual(0);
            expect(number).toBeLessThanOrEqual(10 * largest);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
