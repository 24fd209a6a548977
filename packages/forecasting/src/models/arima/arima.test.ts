import { describe, expect, it } from 'vitest';
import { arima } from './arima.ts';
import { ljungBox } from './ljung-box.ts';
import { noise, simulated, summed } from './testing/simulated-process.ts';

const residualsOf = (values: Float64Array, fitted: Float64Array): Float64Array =>
  values.map((value, time) => value - fitted[time]!);

describe('arima finds what a process was simulated with', () => {
  it('AR(1) with 0.7 from 500 points within 0.1 (FCT-08), with white residuals', () => {
    const values = simulated(500, 'ar', { phi: [0.7] }).map((value) => value + 50);
    const fit = arima.fit({ values }, { order: { p: 1, d: 0, q: 0 } });
    expect(fit.form).toBe('(1,0,0)(0,0,0)[1]+mean');
    expect(Math.abs((fit.parameters.ar1 as number) - 0.7)).toBeLessThan(0.1);
    expect(Math.abs((fit.parameters.mean as number) - 50)).toBeLessThan(0.5);
    expect(Math.abs((fit.parameters.sigma as number) - 1)).toBeLessThan(0.1);
    const test = ljungBox(residualsOf(values, fit.fittedValues), { lags: 10, parameters: 1 });
    expect(test.pValue).toBeGreaterThan(0.05);
  });

  it('leaves no correlation where it chose the orders itself', () => {
    const values = simulated(400, 'white', { phi: [1.1, -0.5], theta: [0.4] });
    const fit = arima.fit({ values });
    expect(
      ljungBox(residualsOf(values, fit.fittedValues), { lags: 20, parameters: 4 }).pValue,
    ).toBeGreaterThan(0.05);
    // The mean in place of the model leaves them in.
    expect(ljungBox(values, { lags: 20 }).pValue).toBeLessThan(1e-6);
  });

  it('differences a random walk once (FCT-08)', () => {
    for (const key of ['a', 'b', 'c', 'd', 'e']) {
      expect(arima.fit({ values: summed(noise(300, `walk ${key}`)) }).form).toMatch(/^\(\d,1,\d\)/);
    }
  });

  it('all four polynomials of a seasonal process', () => {
    const theta = [0.4, 0, 0, -0.6, -0.24];
    const phi = [0.5];
    const values = summed(simulated(600, 'season', { phi, theta }), 4);
    const options = { order: { p: 1, d: 0, q: 1 }, seasonal: { P: 0, D: 1, Q: 1 }, constant: false };
    const { parameters, form } = arima.fit({ values, seasonalPeriods: [4] }, options);
    expect(form).toBe('(1,0,1)(0,1,1)[4]');
    expect(Math.abs((parameters.ar1 as number) - 0.5)).toBeLessThan(0.12);
    expect(Math.abs((parameters.ma1 as number) - 0.4)).toBeLessThan(0.12);
    expect(Math.abs((parameters.sma1 as number) + 0.6)).toBeLessThan(0.1);
  });

  it('the orders: AR(2) in most of ten draws', () => {
    const forms = Array.from({ length: 10 }, (_, draw) => {
      return arima.fit({ values: simulated(400, `ar2 ${draw}`, { phi: [1.2, -0.6] }) }).form;
    });
    expect(forms.filter((form) => form === '(2,0,0)(0,0,0)[1]').length).toBeGreaterThanOrEqual(6);
  });

  it('the seasonal difference of the airline model, and mostly a form that explains no less than the true one', () => {
    let worse = 0;
    for (let draw = 0; draw < 10; draw++) {
      const theta = [-0.4, 0, 0, -0.6, 0.24];
      const values = summed(summed(simulated(200, `airline ${draw}`, { theta }), 4));
      const series = { values, seasonalPeriods: [4] };
      const chosen = arima.fit(series);
      const truth = arima.fit(series, { order: { p: 0, d: 1, q: 1 }, seasonal: { P: 0, D: 1, Q: 1 } });
      expect(chosen.form).toMatch(/^\(\d,[01],\d\)\(\d,1,\d\)/);
      const comparable = /^\(\d,1,/.test(chosen.form);
      if (comparable && chosen.criteria!.aicc > truth.criteria!.aicc + 0.5) worse++;
    }
    expect(worse).toBeLessThanOrEqual(2);
  });

  it('the same with a search over the last 2,500 of many values as with the orders given', () => {
    const values = simulated(3000, 'long', { phi: [0.7] }).map((value) => value + 9);
    const chosen = arima.fit({ values });
    expect(chosen.form).toBe('(1,0,0)(0,0,0)[1]+mean');
    const given = arima.fit({ values }, { order: { p: 1, d: 0, q: 0 } });
    expect(chosen.criteria!.aicc).toBeCloseTo(given.criteria!.aicc, 2);
  });

  it.each([
    [12, 250],
    [30, 400],
  ])(
    'the effects of %i regressors in %i correlated values, though the search settles them once',
    (count, length) => {
      const columns = Array.from({ length: count }, (_, which) => noise(length, `column ${which}`));
      const errors = simulated(length, 'many', { phi: [0.6] });
      const values = errors.map((error, time) =>
        columns.reduce((sum, column, which) => sum + (which % 3) * column[time]!, error),
      );
      const regressors = columns.map((column, which) => ({ name: `x${which}`, values: [...column, 1] }));
      const { parameters } = arima.fit({ values, regressors });
      columns.forEach((_, which) => {
        // The standard error of a coefficient is about 1 / sqrt(n).
        expect(Math.abs((parameters[`x${which}`] as number) - (which % 3))).toBeLessThan(
          4 / Math.sqrt(length),
        );
      });
      expect(Math.abs((parameters.sigma as number) - 1)).toBeLessThan(0.12);
    },
  );

  it('the effect of a regressor through correlated errors', () => {
    const price = noise(260, 'price');
    const errors = simulated(250, 'errors', { phi: [0.8] });
    const values = errors.map((error, time) => 20 + error - 3 * price[time]!);
    const fit = arima.fit({ values, regressors: [{ name: 'price', values: price }] });
    expect(Math.abs((fit.parameters.price as number) + 3)).toBeLessThan(0.15);
    const { mean } = fit.forecast(10);
    const without = arima.fit({ values }).forecast(10).mean;
    // A price known to be higher by one lowers the forecast by about three.
    const effect = (step: number): number => mean[step]! - (20 + 0.8 ** (step + 1) * errors[249]!);
    for (let step = 0; step < 10; step++)
      expect(Math.abs(effect(step) + 3 * price[250 + step]!)).toBeLessThan(1.2);
    expect(Math.abs(without[9]! - without[8]!)).toBeLessThan(0.5);
  });
});

describe('arima forecasts', () => {
  it('a random walk with its last value, and errors that grow with the root of the horizon', () => {
    const values = summed(noise(100, 'walk'));
    const forecast = arima.fit({ values, nonNegative: false }, { order: { p: 0, d: 1, q: 0 } }).forecast(9);
    expect(Array.from(forecast.mean)).toEqual(new Array(9).fill(values[99]));
    const width = (step: number): number => forecast.quantile(0.9)[step]! - forecast.quantile(0.1)[step]!;
    expect(width(8) / width(0)).toBeCloseTo(3, 10);
    // 1.2907 is the 90 % point of Student's t with 98 degrees (99 differences; R: qt(.9, 98) = 1.290251)
    const squares = values.reduce(
      (sum, value, time) => (time === 0 ? 0 : sum + (value - values[time - 1]!) ** 2),
      0,
    );
    expect(width(0) / (2 * Math.sqrt(squares / 99))).toBeCloseTo(1.2903, 3);
  });

  it('with drift: the average step goes on', () => {
    const values = Float64Array.of(3, 5, 4, 7, 9, 8, 13);
    const { mean } = arima.fit({ values }, { order: { p: 0, d: 1, q: 0 }, constant: true }).forecast(3);
    // (13 - 3) / 6
    for (const ahead of [1, 2, 3]) expect(mean[ahead - 1]).toBeCloseTo(13 + (ahead * 10) / 6, 8);
  });

  it('AR(1) by its recursion', () => {
    const values = simulated(120, 'recursion', { phi: [0.6] });
    const fit = arima.fit({ values, nonNegative: false }, { order: { p: 1, d: 0, q: 0 } });
    const { ar1, mean } = fit.parameters as { ar1: number; mean: number };
    fit.forecast(5).mean.forEach((value, step) => {
      expect(value).toBeCloseTo(mean + ar1 ** (step + 1) * (values[119]! - mean), 8);
    });
    expect(fit.fittedValues[50]).toBeCloseTo(mean + ar1 * (values[49]! - mean), 8);
  });

  it('a season that repeats exactly goes on exactly', () => {
    const values = Float64Array.from({ length: 60 }, (_, time) => [5, 9, 2, 7][time % 4]! + time);
    const { mean } = arima.fit({ values, seasonalPeriods: [4] }).forecast(8);
    for (let step = 0; step < 8; step++)
      expect(mean[step]).toBeCloseTo([5, 9, 2, 7][step % 4]! + 60 + step, 6);
  });

  it('a long season by waves', () => {
    const values = noise(160, 'waves').map(
      (error, time) => 100 + 20 * Math.sin((2 * Math.PI * time) / 52) + error,
    );
    const { mean } = arima.fit({ values, seasonalPeriods: [52] }).forecast(52);
    mean.forEach((value, step) => {
      expect(Math.abs(value - 100 - 20 * Math.sin((2 * Math.PI * (160 + step)) / 52))).toBeLessThan(3);
    });
  });

  it('with 80 % intervals that hold 80 % of what a process of these orders does next', () => {
    let inside = 0;
    const order = { p: 0, d: 1, q: 1 };
    for (let draw = 0; draw < 120; draw++) {
      const theta = [-0.4, 0, 0, -0.6, 0.24];
      const values = summed(summed(simulated(92, `coverage ${draw}`, { theta }), 4));
      const series = { values: values.subarray(0, 80), seasonalPeriods: [4], nonNegative: false };
      const forecast = arima.fit(series, { order, seasonal: { P: 0, D: 1, Q: 1 } }).forecast(12);
      const [low, high] = [forecast.quantile(0.1), forecast.quantile(0.9)];
      for (let step = 0; step < 12; step++) {
        if (values[80 + step]! >= low[step]! && values[80 + step]! <= high[step]!) inside++;
      }
    }
    expect(inside / (120 * 12)).toBeGreaterThan(0.74);
    expect(inside / (120 * 12)).toBeLessThan(0.86);
  });

  it('in logarithms stays positive, and its mean lies above its median', () => {
    const values = summed(noise(80, 'log')).map((value) => Math.exp(0.2 * value));
    const forecast = arima.fit({ values }, { boxCox: 0 }).forecast(12);
    const [median, low] = [forecast.quantile(0.5), forecast.quantile(0.001)];
    for (let step = 0; step < 12; step++) {
      expect(forecast.mean[step]).toBeGreaterThan(median[step]!);
      expect(low[step]).toBeGreaterThan(0);
    }
  });
});

describe('arima with a limited search', () => {
  it('tries smaller orders only, and explains about as much', () => {
    const values = simulated(120, 'limited', { phi: [0.5], theta: [0.4] }).map((value) => value + 20);
    const [full, fast] = [false, true].map((approximate) => arima.fit({ values }, { approximate }));
    expect(fast!.form).toMatch(/^\([0-3],\d,[0-3]\)/);
    expect(fast!.criteria!.aicc - full!.criteria!.aicc).toBeLessThan(4);
  });
});

describe('arima refuses', () => {
  const values = noise(40, 'refuse');

  it.each([
    { options: { order: { p: 13, d: 0, q: 0 } }, message: 'p is 13; it must be at most 12' },
    { options: { order: { p: 0, d: 3, q: 0 } }, message: 'd is 3; it must be at most 2' },
    { options: { order: { p: 0, d: 0, q: 0.5 } }, message: 'q is 0.5' },
    { options: { order: { p: 0, d: 0, q: 0 }, seasonal: { P: 0, D: 2, Q: 0 } }, message: 'D is 2' },
    { options: { seasonal: { P: 0, D: 1, Q: 0 } }, message: 'seasonal is given without order' },
    { options: { boxCox: 3 }, message: 'lambda is 3' },
  ])('$message', ({ options, message }) => {
    expect(() => arima.fit({ values }, options)).toThrow(message);
  });

  it('nothing that is just within', () => {
    const options = { order: { p: 1, d: 2, q: 0 }, seasonal: { P: 1, D: 1, Q: 1 }, boxCox: 2 };
    expect(arima.fit({ values, seasonalPeriods: [4] }, options).form).toBe('(1,2,0)(1,1,1)[4]');
  });
});
