import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { scaledPinballLoss } from '../../accuracy/pinball-loss.ts';
import type { Forecast } from '../../model.ts';
import { modelByName } from '../all-models.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../../..');
const DATA = resolve(ROOT, process.env.GRANARY_DATA ?? '../shared/data');
const M5 = [0.005, 0.025, 0.165, 0.25, 0.5, 0.75, 0.835, 0.975, 0.995];
const SETS = ['carparts_monthly', 'raf_monthly', 'auto_monthly', 'oil_monthly', 'man_weekly'];
const SERIES = 250;

interface Demand {
  history: number[];
  actual: number[];
}

/** Series from all over the file. */
function demandOf(set: string): Demand[] {
  const text = gunzipSync(readFileSync(join(DATA, `${set}.csv.gz`)))
    .toString('utf8')
    .trim();
  const rows = text.split('\n').slice(1);
  const stride = Math.floor(rows.length / SERIES);
  const numbers = (field: string): number[] =>
    field.split(' ').map((value) => (value === 'NA' ? Number.NaN : Number(value)));
  return Array.from({ length: SERIES }, (_, index) => rows[index * stride]!.split(',')).map((row) => ({
    history: numbers(row[5]!),
    actual: numbers(row[6]!),
  }));
}

/** Loss of a model over series, each at most 1, so that no single surprise decides. */
function lossOf(series: readonly Demand[], quantilesOf: (demand: Demand) => ArrayLike<number>[]): number {
  let total = 0;
  let scored = 0;
  for (const demand of series) {
    const { history, actual } = demand;
    const loss = scaledPinballLoss({ history, actual, probabilities: M5, quantiles: quantilesOf(demand) });
    if (!Number.isFinite(loss)) continue;
    total += Math.min(1, loss);
    scored++;
  }
  return total / scored;
}

function forecastOf(name: string, { history, actual }: Demand): Forecast {
  return modelByName(name).fit({ values: history }).forecast(actual.length);
}

/** Quantiles of the history as it is. */
function plainHistory({ history, actual }: Demand): Float64Array[] {
  const sorted = Float64Array.from(history).sort();
  return M5.map((probability) =>
    new Float64Array(actual.length).fill(sorted[Math.ceil(probability * sorted.length) - 1]!),
  );
}

/** Probability of less than the value and of at most the value, by bisection on the quantiles of a step. */
function below(forecast: Forecast, step: number, value: number): { less: number; most: number } {
  const search = (reached: (quantile: number) => boolean): number => {
    let low = 0;
    let high = 1;
    for (let halving = 0; halving < 14; halving++) {
      const middle = (low + high) / 2;
      if (reached(forecast.quantile(middle)[step]!)) high = middle;
      else low = middle;
    }
    return (low + high) / 2;
  };
  return { less: search((quantile) => quantile >= value), most: search((quantile) => quantile > value) };
}

describe.skipIf(!existsSync(join(DATA, `${SETS[0]}.csv.gz`)) && process.env.CI !== 'true')(
  'count-auto on real demand (skipped without ../shared/data)',
  () => {
    const sets = existsSync(join(DATA, `${SETS[0]}.csv.gz`)) ? SETS.map(demandOf) : [];

    it('loses less than the plain history on the sets together, and than Croston on each', () => {
      let ratio = 0;
      for (const series of sets) {
        const ours = lossOf(series, (demand) => {
          const forecast = forecastOf('count-auto', demand);
          return M5.map((probability) => forecast.quantile(probability));
        });
        const ofCroston = lossOf(series, (demand) => {
          const forecast = forecastOf('croston', demand);
          return M5.map((probability) => forecast.quantile(probability));
        });
        expect(ours).toBeLessThan(ofCroston);
        ratio += Math.log(ours / lossOf(series, plainHistory)) / sets.length;
      }
      expect(Math.exp(ratio)).toBeLessThan(0.98);
    });

    it('covers 77 to 83 % with its 80 % interval on each set, ties split at random', () => {
      sets.forEach((series, set) => {
        const random = randomStream(1, SETS[set]!);
        let inside = 0;
        let all = 0;
        for (const demand of series) {
          const forecast = forecastOf('count-auto', demand);
          demand.actual.forEach((value, step) => {
            if (step % 3 !== 0 || Number.isNaN(value)) return;
            const { less, most } = below(forecast, step, value);
            const rank = less + random.next() * (most - less);
            if (rank > 0.1 && rank < 0.9) inside++;
            all++;
          });
        }
        expect(inside / all, SETS[set]).toBeGreaterThan(0.77);
        expect(inside / all, SETS[set]).toBeLessThan(0.83);
      });
    });
  },
);
