import { nelderMeadMinimum, randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { standardNormal } from '../../forecasts/forecast-arguments.ts';
import { readSeries } from '../../series/model-input.ts';
import { autoTheta, dynamicOptimisedTheta, dynamicTheta, optimisedTheta, theta } from './index.ts';
import { withoutSeasons } from './season-adjustment.ts';
import { dynamicLines, staticLines } from './theta-lines.ts';
import { leastSquaresTheta, type ThetaProblem } from './theta-search.ts';

/** A level that moves by alpha × error, plus a drift per period. */
function walk(options: { alpha: number; drift: number; n: number; seed: string }): number[] {
  const random = randomStream(options.seed);
  let level = 100;
  return Array.from({ length: options.n }, () => {
    const error = standardNormal(random);
    const value = level + error;
    level += options.drift + options.alpha * error;
    return value;
  });
}

describe('the lines', () => {
  it('are the least-squares lines of the values so far', () => {
    const values = Float64Array.of(3, 5, 4, 8, 7, 11);
    const { level, slope } = dynamicLines(values);
    for (let seen = 2; seen <= 6; seen++) {
      const known = staticLines(values.subarray(0, seen));
      expect(slope[seen]).toBeCloseTo(known.slope[0]!, 12);
      expect(level[seen]).toBeCloseTo(known.level[0]!, 12);
    }
    expect([level[0], slope[0], level[1], slope[1]]).toEqual([3, 0, 3, 0]);
  });
});

/** The sum of squares straight from the recursion of the paper, with no algebra. */
function recursionSquares({ observed, lines }: ThetaProblem, [initial, alpha, share]: number[]): number {
  let level = initial!;
  let squares = 0;
  for (let t = 1; t <= observed.length; t++) {
    const keep = (1 - alpha!) ** (t - 1);
    const line = keep * lines.level[t - 1]! + ((1 - keep * (1 - alpha!)) / alpha!) * lines.slope[t - 1]!;
    const error = observed[t - 1]! - level - share! * line;
    squares += error * error;
    level += alpha! * (observed[t - 1]! - level);
  }
  return squares;
}

describe('leastSquaresTheta', () => {
  it.each([1, 2, 3, 4, 5, 6])('is not beaten by Nelder and Mead from 27 starts (series %i)', (series) => {
    const values = walk({ alpha: series / 8, drift: 0.1 * series, n: 40 + series, seed: `walk ${series}` });
    const observed = Float64Array.from(values, (value) => value - values[0]!);
    const problem: ThetaProblem = {
      observed,
      weights: new Float64Array(observed.length).fill(1),
      lines: series % 2 === 0 ? dynamicLines(observed) : staticLines(observed),
      smallestAlpha: 0.1,
      largestAlpha: 0.99,
    };
    const found = leastSquaresTheta(problem);
    const { initialLevel, alpha, lineShare, squares } = found;
    expect(recursionSquares(problem, [initialLevel, alpha, lineShare]) / squares).toBeCloseTo(1, 9);
    for (const startLevel of [-3, 0, 3]) {
      for (const startAlpha of [0.2, 0.5, 0.9]) {
        for (const startShare of [0.1, 0.5, 0.9]) {
          const slow = nelderMeadMinimum((point) => recursionSquares(problem, [...point]), {
            start: [startLevel, startAlpha, startShare],
            lower: [-1e3, 0.1, 0],
            upper: [1e3, 0.99, 1],
            steps: [1, 0.1, 0.1],
          });
          expect(squares).toBeLessThanOrEqual(slow.value * (1 + 1e-6));
        }
      }
    }
  });
});

describe('the state-space theta models', () => {
  it('recover the smoothing of a simulated level', () => {
    const values = walk({ alpha: 0.4, drift: 0, n: 3000, seed: 'level' });
    // The standard error of alpha is about sqrt(1 − 0.6²) / sqrt(3000) = 0.015.
    for (const model of [dynamicOptimisedTheta, dynamicTheta, optimisedTheta])
      expect(Math.abs((model.fit({ values }).parameters.alpha as number) - 0.4)).toBeLessThan(0.05);
  });

  it('carry a trend on if the level alone does not explain it', () => {
    const values = walk({ alpha: 0.2, drift: 1, n: 200, seed: 'trend' });
    const fitted = dynamicOptimisedTheta.fit({ values });
    expect(fitted.parameters.theta).toBeGreaterThan(5);
    const { mean } = fitted.forecast(10);
    expect((mean[9]! - mean[0]!) / 9).toBeCloseTo(1, 1);
    const half = dynamicTheta.fit({ values }).forecast(10).mean;
    expect((half[9]! - half[0]!) / 9).toBeCloseTo(0.5, 1);
  });

  it('cover what comes next as often as they say', () => {
    let inside = 0;
    for (let series = 0; series < 400; series++) {
      const values = walk({ alpha: 0.3, drift: 0, n: 46, seed: `cover ${series}` });
      const forecast = dynamicOptimisedTheta.fit({ values: values.slice(0, 40) }).forecast(6);
      const [low, high] = [forecast.quantile(0.1), forecast.quantile(0.9)];
      for (let step = 0; step < 6; step++)
        if (values[40 + step]! >= low[step]! && values[40 + step]! <= high[step]!) inside++;
    }
    expect(inside / 2400).toBeGreaterThan(0.77);
    expect(inside / 2400).toBeLessThan(0.84);
  });

  it('draw paths whose quantiles are theirs, seasons and small factors included', () => {
    const factors = [0.2, 0.6, 1.4, 1.8];
    const values = walk({ alpha: 0.4, drift: 0.3, n: 60, seed: 'paths' }).map((v, i) => v * factors[i % 4]!);
    const forecast = dynamicOptimisedTheta.fit({ values, seasonalPeriods: [4] }).forecast(9);
    const drawn = forecast.samplePaths({ paths: 10_000, seed: 3 }).values;
    for (const probability of [0.1, 0.5, 0.95]) {
      const limit = forecast.quantile(probability);
      for (let step = 0; step < 9; step++) {
        let below = 0;
        for (let path = 0; path < 10_000; path++) if (drawn[path * 9 + step]! < limit[step]!) below++;
        // Four standard errors of a share of 10,000 draws.
        expect(Math.abs(below / 10_000 - probability)).toBeLessThan(0.02);
      }
    }
  });

  it('are less sure where forecasts from the past went wrong', () => {
    // A slow wave: each step looks like a trend that lasts, and each trend turns within 20 periods.
    const at = (index: number): number => 100 + 20 * Math.sin(index / 7);
    const wave = Array.from({ length: 160 }, (_, index) => at(index) + (index % 3));
    const width = (values: number[], step: number): number => {
      const forecast = dynamicOptimisedTheta.fit({ values }).forecast(16);
      const sigma = dynamicOptimisedTheta.fit({ values }).parameters.sigma as number;
      return (forecast.quantile(0.9)[step]! - forecast.mean[step]!) / sigma;
    };
    const walked = walk({ alpha: 0.99, drift: 0, n: 160, seed: 'as wide' });
    expect(width(wave, 9)).toBeGreaterThan(1.3 * width(walked, 9));
  });

  it('do not let noise in months of almost nothing move the level', () => {
    // Half the year sells a fiftieth; the last such months sell double: their noise, not a new level.
    const factors = [1.8, 1.9, 2.0, 2.1, 1.9, 1.9, 0.04, 0.04, 0.04, 0.04, 0.04, 0.04];
    const values = Array.from({ length: 96 }, (_, index) => 1000 * factors[index % 12]!);
    for (let month = 91; month < 96; month++) values[month]! *= 2;
    const { mean } = dynamicOptimisedTheta.fit({ values, seasonalPeriods: [12] }).forecast(6);
    for (let step = 0; step < 6; step++) expect(mean[step]! / (1000 * factors[step]!)).toBeCloseTo(1, 0);
    for (let step = 0; step < 6; step++) expect(mean[step]! / (1000 * factors[step]!)).toBeLessThan(1.25);
    expect(theta.fit({ values, seasonalPeriods: [12] }).forecast(1).mean[0]! / 1800).toBeGreaterThan(1.4);
  });

  it('put several seasons together', () => {
    const day = [0.8, 1, 1.2, 1];
    const week = [1, 1, 0.9, 1.1, 1, 0.7, 1.3];
    const at = (index: number): number => 200 * day[index % 4]! * week[Math.floor(index / 4) % 7]!;
    const values = Array.from({ length: 28 * 8 }, (_, index) => at(index));
    const fitted = dynamicOptimisedTheta.fit({ values, seasonalPeriods: [4, 28] });
    expect(fitted.form).toContain('season of 4 and 28');
    const { mean } = fitted.forecast(28);
    for (let step = 0; step < 28; step++) expect(mean[step]! / at(224 + step)).toBeCloseTo(1, 1);
  });

  it('skip missing values rather than learn from filled ones', () => {
    const values = walk({ alpha: 0.3, drift: 0.5, n: 120, seed: 'gaps' });
    const gaps = values.map((value, index) => (index % 11 === 5 ? Number.NaN : value));
    const whole = dynamicOptimisedTheta.fit({ values }).parameters.sigma as number;
    expect(dynamicOptimisedTheta.fit({ values: gaps }).parameters.sigma).toBeCloseTo(whole, 0);
    expect(dynamicOptimisedTheta.fit({ values: gaps }).fittedValues.some(Number.isNaN)).toBe(false);
  });

  it('choose among themselves what forecast the end of the series best', () => {
    const kinds = new Set<string>();
    for (let series = 0; series < 20; series++) {
      const values = walk({ alpha: 0.3, drift: series < 10 ? 0 : 1, n: 60, seed: `choice ${series}` });
      const chosen = autoTheta.fit({ values }).form;
      kinds.add(chosen);
      const errors = [dynamicOptimisedTheta, dynamicTheta, optimisedTheta].map((model) => {
        const fitted = model.fit({ values: values.slice(0, 52) });
        const { mean } = fitted.forecast(8);
        return {
          form: fitted.form,
          error: mean.reduce((sum, m, i) => sum + Math.abs(m - values[52 + i]!), 0),
        };
      });
      const best = errors.reduce((a, b) => (b.error < a.error ? b : a));
      if (!chosen.startsWith('static, theta 2')) expect(chosen).toBe(best.form);
    }
    expect(kinds.size).toBeGreaterThan(2);
  });

  it('state the likelihood in the units of the series', () => {
    const units = walk({ alpha: 0.3, drift: 0, n: 50, seed: 'likelihood' });
    const inUnits = dynamicOptimisedTheta.fit({ values: units }).criteria!;
    const inThousands = dynamicOptimisedTheta.fit({ values: units.map((v) => v / 1000) }).criteria!;
    expect(inThousands.logLikelihood - inUnits.logLikelihood).toBeCloseTo(50 * Math.log(1000), 6);
    // 24 values are divided by 0.5 and weigh half, 24 are divided by 1.5.
    const values = Array.from({ length: 48 }, (_, index) => 100 * [0.5, 1.5][index % 2]!);
    const { logJacobian } = withoutSeasons(readSeries({ values, seasonalPeriods: [2] }));
    expect(logJacobian).toBeCloseTo(24 * (Math.log(2) - Math.log(2) / 2 - Math.log(1.5)), 9);
  });

  it('give way to naive below four values', () => {
    expect(dynamicOptimisedTheta.fit({ values: [1, 2, 3] }).model).toBe('naive');
    expect(dynamicOptimisedTheta.fit({ values: [1, 2, 3, 4] }).model).toBe('dynamic-optimised-theta');
  });
});
