import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arima } from './arima.ts';
import { noise, simulated, summed } from './testing/simulated-process.ts';

describe('arima with gaps', () => {
  it('has the likelihood of the known values: a random walk seen at 0, 1, 3 and 4', () => {
    // Steps 2, 3 over two periods, 1: sigma² = (4 + 9/2 + 1) / 3; the step over two periods has variance 2 sigma².
    const fit = arima.fit({ values: [1, 3, Number.NaN, 6, 7] }, { order: { p: 0, d: 1, q: 0 } });
    const variance = 9.5 / 3;
    const expected = -0.5 * (3 * Math.log(2 * Math.PI * variance) + Math.log(2) + 3);
    expect(fit.criteria!.logLikelihood).toBeCloseTo(expected, 8);
    expect(fit.fittedValues[2]).toBe(3);
    expect(fit.fittedValues[3]).toBe(3);
  });

  it('is less sure after a gap at the end', () => {
    const values = summed(noise(80, 'gap')).map((value) => value + 100);
    const gap = Float64Array.from(values);
    gap.fill(Number.NaN, 75);
    const order = { p: 0, d: 1, q: 0 };
    const width = (series: Float64Array): number => {
      const forecast = arima.fit({ values: series }, { order }).forecast(1);
      return forecast.quantile(0.9)[0]! - forecast.quantile(0.1)[0]!;
    };
    expect(width(gap) / width(values.subarray(0, 75))).toBeCloseTo(Math.sqrt(6), 1);
  });

  it('finds nearly the same coefficient with every tenth value gone', () => {
    const values = simulated(300, 'tenth', { phi: [0.7] });
    const gaps = values.map((value, time) => (time % 10 === 5 ? Number.NaN : value));
    const order = { p: 1, d: 0, q: 0 };
    const [whole, part] = [values, gaps].map(
      (series) => arima.fit({ values: series }, { order }).parameters.ar1,
    );
    expect(Math.abs((whole as number) - (part as number))).toBeLessThan(0.05);
  });
});

describe('arima says what it left out', () => {
  const values = noise(60, 'notes');
  const trend = Float64Array.from({ length: 70 }, (_, time) => time);

  it('regressors that repeat others, never vary, or are not known ahead, by name', () => {
    const price = noise(70, 'price');
    const regressors = [
      { name: 'price', values: price },
      { name: 'price in cents', values: price.map((value) => 100 * value + 5) },
      { name: 'always', values: new Float64Array(70).fill(1) },
      { name: 'past only', values: trend.subarray(0, 60) },
      { name: 'holes', values: price.map((value, time) => (time === 3 ? Number.NaN : value)) },
    ];
    const fit = arima.fit({ values, regressors });
    const dropped = fit.notes
      .filter(({ code }) => code === 'regressor-dropped')
      .map(({ message }) => message);
    expect(dropped).toEqual([
      "Regressor 'always' was left out: it never varies.",
      "Regressor 'past only' was left out: nothing of it is known for the periods ahead.",
      "Regressor 'holes' was left out: it is not known at place 3.",
      "Regressor 'price in cents' was left out: it repeats the constant, the trend or other regressors.",
    ]);
    expect(fit.parameters).toHaveProperty('price');
  });

  it('that the values are too few for given orders', () => {
    const short = arima.fit({ values: [1, 3, 2] }, { order: { p: 2, d: 1, q: 0 } });
    expect(short.model).toBe('mean');
    expect(short.notes[0]!.message).toMatch(
      'arima needs more than the 3 known values for the orders asked for',
    );
    expect(arima.fit({ values: [1, 3, 2, 5, 4, 4] }, { order: { p: 2, d: 1, q: 0 } }).model).toBe('arima');
  });
});

describe('arima on any content', () => {
  const content = fc.oneof(
    fc.array(fc.oneof(fc.double({ min: 0, max: 1e3, noNaN: true }), fc.constant(Number.NaN)), {
      maxLength: 50,
    }),
    fc.array(fc.constantFrom(0, 0, 0, 1, 5, Number.NaN), { maxLength: 50 }),
    fc.array(fc.constantFrom(1e-12, 1e12, -1e12, 0), { maxLength: 30 }),
    fc
      .tuple(fc.integer({ min: 0, max: 50 }), fc.double({ min: -10, max: 10, noNaN: true }))
      .map(([length, step]) => Array.from({ length }, (_, time) => 3 + step * time)),
  );

  it('forecasts finite numbers within the bounds, quantiles in order, a longer horizon continuing a shorter', () => {
    fc.assert(
      fc.property(content, fc.constantFrom(1, 2, 4, 7), fc.boolean(), (values, period, approximate) => {
        const fit = arima.fit({ values, seasonalPeriods: [period] }, { approximate });
        const [short, long] = [fit.forecast(3), fit.forecast(9)];
        const largest = Math.max(0, ...values.filter((value) => !Number.isNaN(value)).map(Math.abs));
        for (const series of [long.mean, long.quantile(0.1), long.quantile(0.9)]) {
          for (const value of series) expect(Math.abs(value)).toBeLessThanOrEqual(10 * largest);
        }
        const [low, high] = [long.quantile(0.1), long.quantile(0.9)];
        expect(low.every((value, step) => value <= high[step]!)).toBe(true);
        expect(Array.from(long.mean.subarray(0, 3))).toEqual(Array.from(short.mean));
      }),
      { numRuns: 150 },
    );
  });

  it('follows the units: a scale of the values is one of the forecast', () => {
    const values = simulated(60, 'units', { phi: [0.6] }).map((value) => value + 10);
    const { mean } = arima.fit({ values, seasonalPeriods: [4] }).forecast(6);
    fc.assert(
      fc.property(fc.integer({ min: -40, max: 40 }), (power) => {
        const scaled = arima.fit({ values: values.map((value) => value * 2 ** power), seasonalPeriods: [4] });
        expect(Array.from(scaled.forecast(6).mean)).toEqual(Array.from(mean, (value) => value * 2 ** power));
      }),
    );
  });

  it('draws the same paths from the same seed', () => {
    const forecast = arima.fit({ values: simulated(60, 'paths', { phi: [0.6] }) }).forecast(4);
    const draw = (seed: number): number[] => Array.from(forecast.samplePaths({ paths: 3, seed }).values);
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });
});
