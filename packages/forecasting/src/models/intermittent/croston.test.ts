import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { croston } from './croston.ts';
import { sba } from './sba.ts';
import { sbj } from './sbj.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../../..');
const DATA = resolve(ROOT, process.env.GRANARY_DATA ?? '../shared/data');
const ORACLE = join(DATA, 'oracle/r_forecast_8.20.csv.gz');
const nan = Number.NaN;

const meanOf = (model: typeof croston, values: number[], options?: { alpha?: number | 'optimise' }): number =>
  model.fit({ values }, options).forecast(1).mean[0]!;

describe('croston', () => {
  it('divides the smoothed size by the smoothed interval', () => {
    // Demands 4 (after 2 periods), 6 (after 3), 2 (after 1); alpha 0.5:
    // size 4, 5, 3.5; interval 2, 2.5, 1.75.
    expect(meanOf(croston, [0, 4, 0, 0, 6, 2, 0], { alpha: 0.5 })).toBeCloseTo(3.5 / 1.75, 14);
  });

  it('forecasts each period from those before it', () => {
    const { fittedValues } = croston.fit({ values: [0, 4, 0, 0, 6, 2] }, { alpha: 0.5 });
    expect(Array.from(fittedValues)).toEqual([nan, nan, 2, 2, 2, 2]);
  });

  it('leaves out a period that nobody knows: it is neither demand nor time without', () => {
    expect(meanOf(croston, [0, 4, nan, 0, nan, 0, 6])).toBe(meanOf(croston, [0, 4, 0, 0, 6]));
  });

  it('is zero where there was no demand', () => {
    const forecast = croston.fit({ values: [0, 0, 0] }).forecast(2);
    expect(Array.from(forecast.mean)).toEqual([0, 0]);
    expect(Array.from(forecast.quantile(0.99))).toEqual([0, 0]);
  });

  it('says so and takes the mean where a value is negative', () => {
    const fitted = croston.fit({ values: [3, -1, 0, 2] });
    expect(fitted.model).toBe('mean');
    expect(fitted.notes.at(-1)?.message).toBe(
      'croston needs demand that is never negative: mean was used instead.',
    );
  });

  it.each([0, -0.1, 1.01, nan])('refuses alpha %d', (alpha) => {
    expect(() => croston.fit({ values: [1, 0, 2] }, { alpha })).toThrow(
      `alpha is ${alpha}; it must lie above 0 and be at most 1`,
    );
  });

  it('accepts alpha 1: the last size over the last interval', () => {
    expect(meanOf(croston, [0, 4, 0, 0, 6], { alpha: 1 })).toBe(2);
  });

  it('optimises the squared difference between each forecast and the mean demand up to it', () => {
    const values = [0, 5, 0, 0, 2, 0, 7, 0, 0, 0, 1, 4, 0, 0, 3, 0, 0, 0, 0, 9, 0, 2];
    const squaredRateError = (alpha: number | 'optimise'): number => {
      let total = 0;
      let squares = 0;
      croston.fit({ values }, { alpha }).fittedValues.forEach((forecast, period) => {
        total += values[period]!;
        if (!Number.isNaN(forecast)) squares += (forecast - total / (period + 1)) ** 2;
      });
      return squares;
    };
    const tried = Array.from({ length: 50 }, (_, index) => squaredRateError((index + 1) / 100));
    expect(squaredRateError('optimise')).toBeLessThanOrEqual(Math.min(...tried) + 1e-6);
    expect(Math.max(...tried)).toBeGreaterThan(1.5 * Math.min(...tried));
  });
});

describe('sba and sbj', () => {
  it('correct by 1 - alpha / 2 and by 1 - alpha / (2 - alpha), at any alpha', () => {
    const values = [0, 4, 0, 0, 6, 2, 0];
    for (const alpha of [0.1, 0.3]) {
      const plain = meanOf(croston, values, { alpha });
      expect(meanOf(sba, values, { alpha })).toBeCloseTo(plain * (1 - alpha / 2), 14);
      expect(meanOf(sbj, values, { alpha })).toBeCloseTo(plain * (1 - alpha / (2 - alpha)), 14);
    }
  });
});

describe.skipIf(!existsSync(ORACLE) && process.env.CI !== 'true')(
  "R's forecast 8.20 on spare parts (skipped without ../shared/data)",
  () => {
    const models = { croston, sba, sbj };
    const rows = oracleRows();

    it('has rows for all three', () => {
      expect(new Set(rows.map(({ method }) => method))).toEqual(new Set(['croston', 'sba', 'sbj']));
    });

    it.each(rows)('$method of $id', ({ dataset, id, method, mean }) => {
      const values = historyOf(dataset, id);
      const ours = meanOf(models[method as keyof typeof models], values);
      expect(Math.abs(ours - mean)).toBeLessThanOrEqual(1e-6 * Math.max(1, mean));
    });
  },
);

function lines(path: string): string[][] {
  if (!existsSync(path)) return [];
  const text = gunzipSync(readFileSync(path)).toString('utf8').trim();
  return text.split('\n').map((line) => line.split(','));
}

function oracleRows(): { dataset: string; id: string; method: string; mean: number }[] {
  return lines(ORACLE)
    .filter(([, , , method]) => ['croston', 'sba', 'sbj'].includes(method!))
    .map(([dataset, id, , method, ...rest]) => ({
      dataset: dataset!,
      id: id!,
      method: method!,
      mean: Number(rest[6]!.split(' ')[0]),
    }));
}

function historyOf(dataset: string, id: string): number[] {
  const row = lines(join(DATA, `${dataset}.csv.gz`)).find(([name]) => name === id)!;
  return row[5]!.split(' ').map((value) => (value === 'NA' ? nan : Number(value)));
}
