import { randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { standardNormal } from '../../forecasts/forecast-arguments.ts';
import { ces } from './ces.ts';
import { type ComplexForm, emptyState, filterErrors } from './complex-filter.ts';
import { leastSquaresComplex } from './complex-search.ts';
import { measuredWidening } from './measured-widening.ts';

/** A series from the model itself: equation 10 of the paper. */
function simulated(options: { real: number; imaginary: number; n: number; seed: string }): number[] {
  const { real, imaginary, n, seed } = options;
  const random = randomStream(seed);
  let [level, potential] = [500, 500 / real];
  return Array.from({ length: n }, () => {
    const error = standardNormal(random);
    const value = level + error;
    const next = level - (1 - imaginary) * potential + (real - imaginary) * error;
    potential = level + (1 - real) * potential + (real + imaginary) * error;
    level = next;
    return value;
  });
}

const WAVE = [30, -10, -25, 5];
const seasonal = (n: number, seed: string): number[] => {
  const random = randomStream(seed);
  return Array.from({ length: n }, (_, index) => 200 + WAVE[index % 4]! + 2 * standardNormal(random));
};

describe('ces', () => {
  it('recovers the parameters of a simulated series', () => {
    for (const [real, imaginary] of [
      [1.3, 1],
      [1.1, 1],
      [1.6, 1],
    ] as const) {
      const values = simulated({ real, imaginary, n: 2000, seed: `${real} ${imaginary}` });
      const { parameters } = ces.fit({ values, nonNegative: false });
      expect(Math.abs((parameters.alpha as number) - real)).toBeLessThan(0.08);
      expect(Math.abs((parameters.alphaImaginary as number) - imaginary)).toBeLessThan(0.01);
      expect(parameters.sigma).toBeCloseTo(1, 1);
    }
  });

  it('finds the season, and repeats it', () => {
    const fitted = ces.fit({ values: seasonal(80, 'season'), seasonalPeriods: [4] });
    expect(fitted.form).toContain('[4]');
    const { mean } = fitted.forecast(8);
    for (let step = 0; step < 8; step++)
      expect(Math.abs(mean[step]! - 200 - WAVE[step % 4]!)).toBeLessThan(3);
  });

  it('takes no season where there is none', () => {
    const values = simulated({ real: 1.2, imaginary: 1, n: 120, seed: 'plain' });
    expect(ces.fit({ values, seasonalPeriods: [12] }).form).toBe('CES(none)');
  });

  it('fits the form asked for', () => {
    const series = { values: seasonal(60, 'forms'), seasonalPeriods: [4] };
    expect(ces.fit(series, { season: 'none' }).form).toBe('CES(none)');
    for (const season of ['simple', 'partial', 'full'] as const)
      expect(ces.fit(series, { season }).form).toBe(`CES(${season})[4]`);
    expect(() => ces.fit(series, { season: 'both' as ComplexForm })).toThrow(
      "season is 'both'; it must be one of none, simple, partial, full",
    );
  });

  it('carries growth by a constant rate on', () => {
    const values = Array.from({ length: 60 }, (_, index) => 100 * 1.02 ** index);
    const { mean } = ces.fit({ values }).forecast(5);
    for (let step = 0; step < 5; step++) expect(mean[step]! / (100 * 1.02 ** (60 + step))).toBeCloseTo(1, 2);
  });

  it('covers what comes next about as often as it says', () => {
    let inside = 0;
    for (let series = 0; series < 200; series++) {
      const values = simulated({ real: 1.3, imaginary: 1, n: 66, seed: `cover ${series}` });
      const forecast = ces.fit({ values: values.slice(0, 60) }).forecast(6);
      const [low, high] = [forecast.quantile(0.1), forecast.quantile(0.9)];
      for (let step = 0; step < 6; step++)
        if (values[60 + step]! >= low[step]! && values[60 + step]! <= high[step]!) inside++;
    }
    expect(inside / 1200).toBeGreaterThan(0.75);
    expect(inside / 1200).toBeLessThan(0.85);
  });

  it('draws paths whose quantiles are its own', () => {
    const forecast = ces.fit({ values: seasonal(60, 'paths'), seasonalPeriods: [4] }).forecast(6);
    const drawn = forecast.samplePaths({ paths: 10_000, seed: 3 }).values;
    for (const probability of [0.1, 0.95]) {
      const limit = forecast.quantile(probability);
      for (let step = 0; step < 6; step++) {
        let below = 0;
        for (let path = 0; path < 10_000; path++) if (drawn[path * 6 + step]! < limit[step]!) below++;
        // Four standard errors of a share of 10,000 draws.
        expect(Math.abs(below / 10_000 - probability)).toBeLessThan(0.02);
      }
    }
  });

  it('passes over missing values', () => {
    const values = seasonal(80, 'gaps').map((value, index) => (index % 9 === 4 ? Number.NaN : value));
    const { mean } = ces.fit({ values, seasonalPeriods: [4] }).forecast(4);
    for (let step = 0; step < 4; step++) expect(Math.abs(mean[step]! - 200 - WAVE[step]!)).toBeLessThan(4);
  });

  it('needs six values', () => {
    expect(ces.fit({ values: [1, 2, 3, 4, 5] }).model).toBe('naive');
    expect(ces.fit({ values: [1, 2, 3, 4, 5, 6] }).model).toBe('ces');
  });
});

describe('leastSquaresComplex', () => {
  it.each(['none', 'partial'] as const)('is not beaten by a grid over its parameters (%s)', (form) => {
    const observed = Float64Array.from(seasonal(48, form));
    const problem = { form, period: form === 'none' ? 1 : 4, observed };
    const { squares } = leastSquaresComplex(problem);
    const work = { state: emptyState(problem), errors: new Float64Array(48) };
    for (let real = 0.1; real < 2; real += 0.1) {
      for (let imaginary = 0.8; imaginary < 1.2; imaginary += 0.04) {
        for (let season = 0; season <= (form === 'none' ? 0 : 1); season += 0.1) {
          const trace = 2 - 2 * real + imaginary;
          const determinant = (1 - real + imaginary) * (1 - real) + (1 - imaginary) * (1 - real - imaginary);
          if (!(Math.abs(determinant) < 1 && Math.abs(trace) < 1 + determinant)) continue;
          const other = filterErrors(problem, Float64Array.of(real, imaginary, season), work);
          expect(squares).toBeLessThanOrEqual(other * 1.001);
        }
      }
    }
  });
});

describe('measuredWidening', () => {
  it('asks for the errors that forecasts of the past made, as far as there are enough', () => {
    const observed = Float64Array.from(simulated({ real: 1.3, imaginary: 1, n: 400, seed: 'widening' }));
    const fit = leastSquaresComplex({ form: 'none', period: 1, observed });
    const sigma = Math.sqrt(fit.squares / 400);
    const right = measuredWidening(fit, Float64Array.of(sigma));
    expect(right[0]).toBeCloseTo(1, 1);
    // 300 errors against a prior of 4: half the deviation must be nearly doubled, to the square root of 1 + 3 × .987.
    expect(measuredWidening(fit, Float64Array.of(sigma / 2))[0]! / right[0]!).toBeCloseTo(1.99, 1);
    const short = leastSquaresComplex({ form: 'none', period: 1, observed: observed.subarray(0, 8) });
    expect(measuredWidening(short, new Float64Array(12).fill(1))[11]).toBe(1);
  });
});
