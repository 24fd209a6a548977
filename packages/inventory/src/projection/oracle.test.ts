import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DemandPathsInput } from './daily-demand.ts';
import { expectedWasteFefo } from './expected-waste.ts';
import { meanOf } from './path-quantiles.ts';
import { projectStock } from './stock-projection.ts';
import { summariseStock } from './stock-summary.ts';
import { negativeBinomialPaths, poissonPaths } from './testing/drawn-demand.ts';

/** Exact values from a dynamic programme over joint stock, made outside Granary. */
interface OracleCase {
  id: string;
  kind: string;
  inputs: {
    batches: { id: string; qty: number; days_left: number }[];
    demand: { type: 'poisson'; mean_per_day: number } | { type: 'negbin'; r_per_day: number; p: number };
    issuing?: 'fefo' | 'lifo';
  };
  expected: { expected_waste: number[]; prob_any_waste?: number[]; expected_sales?: number };
  tolerance: { rel: number; abs: number };
}

const root = resolve(import.meta.dirname, '../../../..');
const file = resolve(root, process.env.GRANARY_ORACLES ?? '../shared/oracles', 'oracles.json');
const found = existsSync(file);
const cases: OracleCase[] = found ? JSON.parse(readFileSync(file, 'utf8')).cases : [];
const fefoCases = cases.filter((each) => each.kind === 'expiry_expected_waste_fefo');
const dailyCases = cases.filter((each) => each.kind === 'expiry_expected_waste_daily');

const PATHS = 20_000;

function drawn({ demand, batches }: OracleCase['inputs'], seed: number): DemandPathsInput {
  const days = Math.max(...batches.map((batch) => batch.days_left));
  return demand.type === 'poisson'
    ? poissonPaths({ paths: PATHS, days, meanPerDay: demand.mean_per_day, seed })
    : negativeBinomialPaths({ paths: PATHS, days, successes: demand.r_per_day, probability: demand.p, seed });
}

/** Four standard errors of a mean over paths, and at least the weight of one path that the draw may have missed. */
function fourStandardErrors(values: Int32Array, largest: number): number {
  const mean = meanOf(values);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.max(4 * Math.sqrt(variance / values.length), largest / values.length);
}

/** P(0), P(1) ... by the recurrences of the two distributions. */
function dailyPmf(demand: OracleCase['inputs']['demand']): number[] {
  const pmf: number[] = [];
  let term = demand.type === 'poisson' ? Math.exp(-demand.mean_per_day) : demand.p ** demand.r_per_day;
  for (let k = 0; k < 200; k++) {
    pmf.push(term);
    term *=
      demand.type === 'poisson'
        ? demand.mean_per_day / (k + 1)
        : ((demand.r_per_day + k) / (k + 1)) * (1 - demand.p);
  }
  return pmf;
}

// A clone without the oracles says so by skipping; the continuous integration has to have them.
describe.skipIf(!found && !process.env.CI)(`waste against the oracles in ${file}`, () => {
  it('has the oracles', () => {
    expect(fefoCases.length).toBeGreaterThanOrEqual(20);
    expect(dailyCases.length).toBeGreaterThanOrEqual(20);
  });

  it.each(fefoCases)(
    '$id: the exact evaluation agrees to the tolerance of the case',
    ({ inputs, expected, tolerance }) => {
      const batches = inputs.batches.map(({ qty, days_left }) => ({ units: qty, sellableDays: days_left }));
      const exact = expectedWasteFefo({ batches, dailyDemandPmf: dailyPmf(inputs.demand) });
      const within = (got: number, wanted: number) =>
        expect(Math.abs(got - wanted)).toBeLessThanOrEqual(tolerance.abs + tolerance.rel * wanted);
      expected.expected_waste.forEach((wanted, i) => {
        within(exact.expectedWaste[i]!, wanted);
      });
      expected.prob_any_waste!.forEach((wanted, i) => {
        within(exact.wasteProbability[i]!, wanted);
      });
    },
  );

  it.each(dailyCases)('$id: the exact summary agrees to the tolerance of the case', (each) => {
    const { inputs, expected, tolerance } = each;
    const pmf = dailyPmf(inputs.demand);
    const days = Math.max(...inputs.batches.map((batch) => batch.days_left));
    const exact = summariseStock({
      batches: inputs.batches.map(({ id, qty, days_left }) => ({
        batchId: id,
        units: qty,
        sellableDays: days_left,
      })),
      demand: { daily: new Array(days).fill(pmf) },
      freshestFirstShare: inputs.issuing === 'lifo' ? 1 : 0,
      seed: 1,
      method: 'exact',
    });
    const within = (got: number, wanted: number) =>
      expect(Math.abs(got - wanted)).toBeLessThanOrEqual(tolerance.abs + tolerance.rel * wanted);
    exact.batches.forEach(({ wasted }, i) => {
      within(wasted.mean, expected.expected_waste[i]!);
    });
    within(exact.total.sold.mean, expected.expected_sales!);
  });

  it.each([...fefoCases, ...dailyCases])('$id: the projection agrees within 4 standard errors', (each) => {
    const { inputs, expected } = each;
    const projection = projectStock({
      batches: inputs.batches.map(({ id, qty, days_left }) => ({
        batchId: id,
        units: qty,
        sellableDays: days_left,
      })),
      demand: drawn(inputs, cases.indexOf(each) + 1),
      freshestFirstShare: inputs.issuing === 'lifo' ? 1 : 0,
      seed: 1,
    });
    projection.batches.forEach(({ wastedUnits }, i) => {
      const units = inputs.batches[i]!.qty;
      const difference = Math.abs(meanOf(wastedUnits) - expected.expected_waste[i]!);
      expect(difference).toBeLessThanOrEqual(fourStandardErrors(wastedUnits, units));
      if (expected.prob_any_waste) {
        const any = wastedUnits.map((wasted) => (wasted > 0 ? 1 : 0));
        const gap = Math.abs(meanOf(any) - expected.prob_any_waste[i]!);
        expect(gap).toBeLessThanOrEqual(fourStandardErrors(any, 1));
      }
    });
    if (expected.expected_sales !== undefined) {
      const sold = new Int32Array(PATHS);
      for (const batch of projection.batches)
        batch.soldUnits.forEach((units, path) => {
          sold[path]! += units;
        });
      expect(Math.abs(meanOf(sold) - expected.expected_sales)).toBeLessThanOrEqual(
        fourStandardErrors(sold, 1),
      );
    }
  });
});
