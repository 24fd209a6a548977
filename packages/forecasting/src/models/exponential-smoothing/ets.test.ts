import { randomStream } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standardNormal } from '../../forecasts/forecast-arguments.ts';
import type { FittedModel } from '../../model.ts';
import { ets } from './ets.ts';
import { ETS_FORMS } from './form.ts';

const SEASON = [0.8, 1.1, 1.3, 0.9, 0.7, 1.2, 1.0, 1.0, 0.95, 1.05, 0.9, 1.1];

interface Process {
  length: number;
  alpha: number;
  beta?: number;
  gamma?: number;
  phi?: number;
  slope?: number;
  /** standard deviation of the error, relative with factors */
  sigma: number;
  season?: 'added' | 'factors';
  seed?: string;
}

/** A series drawn from a form, level 100 at the start. */
function simulated({ length, sigma, season, seed = 'series', ...weights }: Process): Float64Array {
  const { alpha, beta = 0, gamma = 0, phi = 1 } = weights;
  const random = randomStream(3, seed);
  let level = 100;
  let slope = weights.slope ?? 0;
  const states = SEASON.map((state) => (season === 'added' ? 40 * (state - 1) : state));
  return Float64Array.from({ length }, (_, time) => {
    const place = time % SEASON.length;
    const moved = level + phi * slope;
    const error = sigma * standardNormal(random);
    if (season === 'factors') {
      const value = moved * states[place]! * (1 + error);
      level = moved * (1 + alpha * error);
      slope = phi * slope + beta * moved * error;
      states[place]! *= 1 + gamma * error;
      return value;
    }
    const value = moved + (season === 'added' ? states[place]! : 0) + error;
    level = moved + alpha * error;
    slope = phi * slope + beta * error;
    states[place]! += gamma * error;
    return value;
  });
}

const parameter = (fit: FittedModel, name: string): number => fit.parameters[name] as number;

describe('recovery', () => {
  it('finds the level weight of a simulated ETS(A,N,N)', () => {
    const fit = ets.fit({ values: simulated({ length: 800, alpha: 0.4, sigma: 5 }) }, { form: 'ANN' });
    expect(parameter(fit, 'alpha')).toBeGreaterThan(0.32);
    expect(parameter(fit, 'alpha')).toBeLessThan(0.48);
    expect(parameter(fit, 'errorVariance')).toBeGreaterThan(21);
    expect(parameter(fit, 'errorVariance')).toBeLessThan(29);
  });

  it('finds weights and season of a simulated ETS(M,A,M)', () => {
    const values = simulated({
      length: 300,
      alpha: 0.3,
      beta: 0.005,
      gamma: 0.4,
      slope: 1,
      sigma: 0.03,
      season: 'factors',
    });
    const fit = ets.fit({ values, seasonalPeriods: [12] }, { form: 'MAM' });
    expect(Math.abs(parameter(fit, 'alpha') - 0.3)).toBeLessThan(0.12);
    expect(parameter(fit, 'beta')).toBeLessThan(0.03);
    expect(Math.abs(parameter(fit, 'gamma') - 0.4)).toBeLessThan(0.15);
    expect(Math.sqrt(parameter(fit, 'errorVariance'))).toBeCloseTo(0.03, 2);
  });

  it.each([
    ['ETS(A,N,N)', { length: 300, alpha: 0.3, sigma: 8 }],
    ['ETS(A,N,A)', { length: 300, alpha: 0.3, gamma: 0.05, sigma: 8, season: 'added' as const }],
    ['ETS(A,A,N)', { length: 300, alpha: 0.5, beta: 0.1, slope: 1, sigma: 8 }],
  ])('chooses the components of %s', (form, process) => {
    const fit = ets.fit({ values: simulated(process), seasonalPeriods: [12], nonNegative: false });
    // With additive errors at a level of 100 relative ones fit nearly as well: the error's kind may differ.
    expect(fit.form.slice(6)).toBe(form.slice(6));
  });

  it('chooses factors for a season that grows with the level', () => {
    const values = simulated({
      length: 200,
      alpha: 0.2,
      beta: 0.01,
      gamma: 0.05,
      slope: 3,
      sigma: 0.05,
      season: 'factors',
    });
    expect(ets.fit({ values, seasonalPeriods: [12] }).form).toMatch(/^ETS\(M,(A|Ad),M\)$/);
  });
});

describe('criteria', () => {
  it('count every estimated number: AICc by its formula', () => {
    const { criteria } = ets.fit(
      { values: simulated({ length: 60, alpha: 0.3, sigma: 5 }) },
      { form: 'AAdN' },
    );
    // 3 weights, level, slope and the variance.
    const aic = -2 * criteria!.logLikelihood + 2 * 6;
    expect(criteria!.aic).toBeCloseTo(aic, 9);
    expect(criteria!.aicc).toBeCloseTo(aic + (2 * 6 * 7) / (60 - 7), 9);
  });

  it('of the automatic choice are no worse than those of any form', () => {
    const values = simulated({ length: 90, alpha: 0.4, gamma: 0.1, sigma: 0.08, season: 'factors' });
    const series = { values, seasonalPeriods: [12] };
    const automatic = ets.fit(series).criteria!.aicc;
    for (const { name, growth } of ETS_FORMS) {
      if (!growth) expect(automatic).toBeLessThan(ets.fit(series, { form: name }).criteria!.aicc + 0.01);
    }
  });
});

describe('forecast', () => {
  it('of simple smoothing has the variance of its moving average, beside the error of alpha', () => {
    const values = simulated({ length: 4000, alpha: 0.4, sigma: 5 });
    const fit = ets.fit({ values, nonNegative: false }, { form: 'ANN' });
    const forecast = fit.forecast(10);
    const alpha = parameter(fit, 'alpha');
    const width = (forecast.quantile(0.975)[9]! - forecast.quantile(0.025)[9]!) / (2 * 1.959964);
    // sigma² (1 + 9 alpha²); 4,000 values leave next to nothing of other errors.
    expect(width / Math.sqrt(parameter(fit, 'errorVariance') * (1 + 9 * alpha * alpha))).toBeCloseTo(1, 2);
  });

  it.each(['AAdA', 'MAA', 'MAdM', 'MNN', 'MNM', 'MMdM'])(
    'has quantiles that agree with its paths: %s',
    (form) => {
      const values = simulated({
        length: 120,
        alpha: 0.2,
        gamma: 0.05,
        slope: 0.2,
        sigma: 0.06,
        season: 'factors',
      });
      const forecast = ets.fit({ values, seasonalPeriods: [12] }, { form }).forecast(15);
      const { values: drawn } = forecast.samplePaths({ paths: 4000, seed: 1 });
      for (const step of [0, 5, 14]) {
        const column = Float64Array.from({ length: 4000 }, (_, path) => drawn[path * 15 + step]!).sort();
        const spread = forecast.quantile(0.9)[step]! - forecast.quantile(0.1)[step]!;
        // 4 standard errors of a quantile at 10 % are a tenth of the standard deviation, and the skew is as much.
        expect(Math.abs(column[399]! - forecast.quantile(0.1)[step]!)).toBeLessThan(0.07 * spread);
        expect(Math.abs(column[3599]! - forecast.quantile(0.9)[step]!)).toBeLessThan(0.07 * spread);
      }
    },
  );

  it('of relative errors has the quantiles of its paths: both are lognormal', () => {
    const values = simulated({ length: 120, alpha: 0.3, sigma: 0.3, season: 'factors' });
    const forecast = ets.fit({ values }, { form: 'MNN' }).forecast(6);
    const paths = 4000;
    const drawn = forecast.samplePaths({ paths, seed: 2 }).values;
    for (const probability of [0.05, 0.5, 0.95]) {
      const limit = forecast.quantile(probability);
      for (let step = 0; step < 6; step++) {
        let below = 0;
        for (let path = 0; path < paths; path++) if (drawn[path * 6 + step]! < limit[step]!) below++;
        // Four standard errors of a share of 4,000 draws.
        expect(Math.abs(below / paths - probability)).toBeLessThan(
          4 * Math.sqrt((probability * (1 - probability)) / paths),
        );
      }
    }
  });

  it('continues a shorter one, and is the same for the same seed', () => {
    const values = simulated({ length: 60, alpha: 0.3, sigma: 0.1, season: 'factors' });
    const fit = ets.fit({ values, seasonalPeriods: [12] });
    const [short, long] = [fit.forecast(5), fit.forecast(9)];
    expect(long.mean.subarray(0, 5)).toEqual(short.mean);
    expect(long.quantile(0.8).subarray(0, 5)).toEqual(short.quantile(0.8));
    const draw = (): Float64Array => fit.forecast(5).samplePaths({ paths: 3, seed: 4 }).values;
    expect(draw()).toEqual(draw());
  });
});

describe('start', () => {
  it('fits the same form again and finds the same likelihood', () => {
    const values = simulated({ length: 200, alpha: 0.3, gamma: 0.1, sigma: 0.05, season: 'factors' });
    const earlier = ets.fit({ values: values.subarray(0, 197), seasonalPeriods: [12] }, { form: 'MNM' });
    const series = { values, seasonalPeriods: [12] };
    const again = ets.fit(series, { start: earlier });
    const afresh = ets.fit(series, { form: 'MNM' });
    expect(again.form).toBe('ETS(M,N,M)');
    expect(Math.abs(again.criteria!.logLikelihood - afresh.criteria!.logLikelihood)).toBeLessThan(0.01);
  });

  it('is passed over where it does not suit the series', () => {
    const earlier = ets.fit({
      values: simulated({ length: 100, alpha: 0.3, sigma: 0.05, season: 'factors' }),
      seasonalPeriods: [12],
    });
    const other = { values: [5, 0, 3, 0, 4, 2, 0, 1, 7, 3] };
    expect(ets.fit(other, { start: earlier }).form).toBe(ets.fit(other).form);
  });
});

describe('long seasons', () => {
  it('have paths that a longer horizon continues', () => {
    const values = Float64Array.from(
      { length: 120 },
      (_, week) => 50 + 20 * Math.sin((week * Math.PI) / 26) + (week % 3),
    );
    const fitted = ets.fit({ values, seasonalPeriods: [52] });
    const [short, long] = [5, 30].map(
      (horizon) => fitted.forecast(horizon).samplePaths({ paths: 1, seed: 1 }).values,
    );
    short!.forEach((value, step) => {
      expect(value).toBeCloseTo(long![step]!, 9);
    });
  });

  it('of 52 weeks are found in two years', () => {
    const random = randomStream(5, 'weeks');
    const values = Float64Array.from(
      { length: 110 },
      (_, week) => 100 + 40 * Math.sin((2 * Math.PI * week) / 52) + 4 * standardNormal(random),
    );
    const fit = ets.fit({ values, seasonalPeriods: [52] });
    expect(fit.form).toContain('season of 52');
    const { mean } = fit.forecast(26);
    const errors = Array.from(mean, (value, step) =>
      Math.abs(value - 100 - 40 * Math.sin((2 * Math.PI * (110 + step)) / 52)),
    );
    // A flat forecast is off by 25 on average.
    expect(errors.reduce((sum, error) => sum + error, 0) / 26).toBeLessThan(5);
  });

  it('of nothing but noise are shrunk: means of two weeks each would spread over 32', () => {
    const values = simulated({ length: 110, alpha: 0.001, sigma: 10 });
    const { mean } = ets.fit({ values, seasonalPeriods: [52] }).forecast(52);
    expect(Math.max(...mean) - Math.min(...mean)).toBeLessThan(20);
  });
});

describe('options', () => {
  const values = simulated({ length: 40, alpha: 0.3, sigma: 5 });

  it('restrict the choice', () => {
    expect(['ETS(A,N,N)', 'ETS(A,Ad,N)']).toContain(ets.fit({ values }, { forms: ['ANN', 'AAdN'] }).form);
    const growth = ets.fit({ values }, { forms: ['MMN'] });
    expect(growth.form).toBe('ETS(M,M,N)');
  });

  it('refuse what is no form', () => {
    expect(() => ets.fit({ values }, { form: 'XYZ' })).toThrow(/form is 'XYZ'/);
    expect(() => ets.fit({ values }, { forms: [] })).toThrow(/forms is empty/);
  });

  it('give way to the mean where the form cannot be fitted, with a note', () => {
    const fit = ets.fit({ values: [1, 0, 2, 3, 0, 1, 2, 4] }, { form: 'MNN' });
    expect(fit.model).toBe('mean');
    expect(fit.notes.map(({ message }) => message)).toEqual([
      'ets of form MNN needs values above zero: mean was used instead.',
    ]);
  });
});

describe('any series', () => {
  const value = fc.oneof(
    fc.double({ min: -1e12, max: 1e12, noNaN: true }),
    fc.double({ min: 0, max: 100, noNaN: true }),
    fc.constantFrom(0, 1e-12, 1e12, Number.NaN, 5),
  );

  it('has a finite forecast within its bounds, and ordered quantiles', () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 40 }),
        fc.constantFrom(1, 4, 7),
        (values, period) => {
          const fit = ets.fit({ values, ...(period > 1 ? { seasonalPeriods: [period] } : {}) });
          const forecast = fit.forecast(6);
          const known = values.filter((known) => !Number.isNaN(known));
          const furthest = 10 * Math.max(0, ...known.map(Math.abs));
          const all = [forecast.quantile(0.1), forecast.mean, forecast.quantile(0.9)];
          for (const numbers of all) {
            for (const number of numbers) {
              expect(Number.isFinite(number)).toBe(true);
              expect(Math.abs(number)).toBeLessThanOrEqual(furthest);
              if (known.every((one) => one >= 0)) expect(number).toBeGreaterThanOrEqual(0);
            }
          }
          for (let step = 0; step < 6; step++) expect(all[0]![step]).toBeLessThanOrEqual(all[2]![step]!);
        },
      ),
      { numRuns: 150 },
    );
  });

  const calm = fc.array(fc.double({ min: 50, max: 150, noNaN: true }), { minLength: 16, maxLength: 40 });

  it('is forecast alike in other units: to the last bit for powers of two', () => {
    fc.assert(
      fc.property(calm, fc.constantFrom(2 ** -40, 0.25, 2, 2 ** 33), (values, unit) => {
        const mean = ets.fit({ values, seasonalPeriods: [4] }).forecast(4).mean;
        const scaled = ets.fit({ values: values.map((one) => one * unit), seasonalPeriods: [4] });
        expect(scaled.forecast(4).mean.map((one) => one / unit)).toEqual(mean);
      }),
      { numRuns: 100 },
    );
  });

  it('is forecast alike from another zero, by forms that add', () => {
    fc.assert(
      fc.property(calm, fc.double({ min: -40, max: 400, noNaN: true }), (values, shift) => {
        const options = { form: 'ANA' };
        const mean = ets.fit({ values, seasonalPeriods: [4] }, options).forecast(4).mean;
        const shifted = ets.fit({ values: values.map((one) => one + shift), seasonalPeriods: [4] }, options);
        shifted.forecast(4).mean.forEach((number, step) => {
          expect(Math.abs(number - shift - mean[step]!)).toBeLessThan(1);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('that never varies is forecast by its value', () => {
    const { mean } = ets.fit({ values: new Float64Array(30).fill(7), seasonalPeriods: [12] }).forecast(3);
    mean.forEach((number) => {
      expect(number).toBeCloseTo(7, 6);
    });
  });
});
