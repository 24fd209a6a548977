import { randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { standardNormal } from '../../forecasts/forecast-arguments.ts';
import { dampedHolt, ets, holt, holtWinters, ses } from './index.ts';

const random = randomStream(11, 'classical');
const QUARTERS = [0.8, 1.1, 1.3, 0.8];
/** A rising line with a season in proportion. */
const rising = Float64Array.from(
  { length: 48 },
  (_, time) => (100 + 2 * time) * QUARTERS[time % 4]! * (1 + 0.02 * standardNormal(random)),
);
const yearly = rising.filter((_, time) => time % 4 === 1);

describe('ses', () => {
  it('is ETS(A,N,N) and flat ahead', () => {
    const fit = ses.fit({ values: rising });
    expect(fit.form).toBe('ETS(A,N,N)');
    expect(fit.criteria).toEqual(ets.fit({ values: rising }, { form: 'ANN' }).criteria);
    const { mean } = fit.forecast(3);
    expect(mean[2]).toBe(mean[0]);
  });

  it('minimises the squared error: no weight on a grid does better', () => {
    const fit = ses.fit({ values: rising });
    const { alpha, level } = fit.parameters as { alpha: number; level: number };
    const squaresAt = (weight: number): number => {
      let state = level;
      let squares = 0;
      for (const value of rising) {
        squares += (value - state) ** 2;
        state += weight * (value - state);
      }
      return squares;
    };
    for (let weight = 0.01; weight < 1; weight += 0.01) {
      expect(squaresAt(alpha)).toBeLessThanOrEqual(squaresAt(weight) * (1 + 1e-6));
    }
  });

  it('forecasts each value from those before it', () => {
    const fit = ses.fit({ values: rising });
    const { alpha, level } = fit.parameters as { alpha: number; level: number };
    expect(fit.fittedValues[0]).toBeCloseTo(level, 9);
    expect(fit.fittedValues[1]).toBeCloseTo(level + alpha * (rising[0]! - level), 9);
  });
});

describe('holt', () => {
  it('goes on along a straight line', () => {
    const values = Float64Array.from({ length: 20 }, (_, time) => 50 + 3 * time);
    const { mean } = holt.fit({ values }).forecast(4);
    mean.forEach((value, step) => {
      expect(value).toBeCloseTo(50 + 3 * (20 + step), 4);
    });
  });
});

describe('dampedHolt', () => {
  it('adds steps that shrink by phi', () => {
    const fit = dampedHolt.fit({ values: yearly });
    const { phi } = fit.parameters as { phi: number };
    expect(phi).toBeGreaterThanOrEqual(0.8);
    expect(phi).toBeLessThanOrEqual(0.98);
    const { mean } = fit.forecast(3);
    expect((mean[2]! - mean[1]!) / (mean[1]! - mean[0]!)).toBeCloseTo(phi, 6);
  });
});

describe('holtWinters', () => {
  const series = { values: rising, seasonalPeriods: [4] };
  const ahead = Array.from({ length: 4 }, (_, step) => (100 + 2 * (48 + step)) * QUARTERS[step]!);

  it.each(['additive', 'multiplicative'] as const)('forecasts trend and season: %s', (season) => {
    const { mean } = holtWinters.fit(series, { season }).forecast(4);
    mean.forEach((value, step) => {
      expect(Math.abs(value / ahead[step]! - 1)).toBeLessThan(0.05);
    });
  });

  it('has the forms it names', () => {
    expect(holtWinters.fit(series).form).toBe('ETS(A,A,A)');
    expect(holtWinters.fit(series, { season: 'multiplicative', damped: true }).form).toBe('ETS(M,Ad,M)');
  });

  it('adds the season where a value is zero, and says so', () => {
    const values = Float64Array.from(rising);
    values[5] = 0;
    const fit = holtWinters.fit({ values, seasonalPeriods: [4] }, { season: 'multiplicative' });
    expect(fit.form).toBe('ETS(A,A,A)');
    expect(fit.notes.map(({ message }) => message)).toEqual([
      'A multiplicative season needs values above zero: an additive one was used instead.',
    ]);
  });

  it('is the method of Holt where the series has no season, and says so', () => {
    const fit = holtWinters.fit({ values: yearly });
    expect(fit.form).toBe('ETS(A,A,N)');
    expect(fit.notes.map(({ code }) => code)).toEqual(['model-replaced']);
  });

  it('refuses a season that is neither', () => {
    const season = 'both' as 'additive';
    expect(() => holtWinters.fit(series, { season })).toThrow(
      "season is 'both'; it must be 'additive' or 'multiplicative'",
    );
  });
});

describe('short series', () => {
  it.each([ses, holt, dampedHolt, holtWinters, ets])('of a few values are forecast: $name', (model) => {
    for (const values of [[5], [5, 7], [5, 7, 6], [5, 7, 6, 8]]) {
      const { mean } = model.fit({ values }).forecast(2);
      for (const value of mean) {
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThan(20);
      }
    }
  });
});
