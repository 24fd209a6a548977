import { restoreDemandModel } from '@granary/forecasting';
import { projectStock } from '@granary/inventory';
import { expect, it } from 'vitest';
import type { StockRow } from '../stock/index.ts';
import { buildProposals } from './proposal.ts';
import proposeForItems from './propose-task.ts';
import { defaultRules } from './rules.ts';

const snapshotDate = '2026-03-02';
const batch = (batch_id: string, expiry_date: string, on_hand_qty: number): StockRow => ({
  store_id: 'S1',
  sku_id: 'MILK',
  batch_id,
  expiry_date,
  on_hand_qty,
  unit_cost: 2,
  unit_cost_source: 'batch',
  upload_id: null,
  row_no: null,
  file_name: null,
});

it('the proof of a batch holds the others as the plans before it left them, so that it can be computed again', () => {
  // B1 sends to S2 what S1 will not sell; with those gone, more customers of S1 reach B2.
  const forecast = (level: number) => ({
    model: 'window-average',
    parameters: {
      level,
      size: 2,
      levelVariance: 0.05,
      levelDriftPerDay: 0.002,
      lastDay: 20_514,
      usableDays: 60,
    },
  });
  const batches = [batch('B1', '2026-03-07', 60), batch('B2', '2026-03-10', 50)];
  const lanes = [{ store_id: 'S2', lead_time_days: 1, cost_per_unit: 0.1, fixed_cost: 1 }];
  const rules = { ...defaultRules, markdown_allowed: false };
  const { remedies } = proposeForItems({
    snapshotDate,
    seed: 'test',
    rules,
    freeCapacityUnits: {},
    items: [
      {
        sku_id: 'MILK',
        locations: [
          { store_id: 'S1', batches, forecast: forecast(5), price: 4, replenished: true },
          { store_id: 'S2', batches: [], forecast: forecast(12), price: 4, replenished: true },
        ],
        elasticity: { value: -2, low: -2.5, high: -1.5, source: 'item', price_changes: 5 },
        packUnits: 1,
        candidates: ['B1', 'B2'].map((batch_id) => ({
          store_id: 'S1',
          batch_id,
          at_risk_units: 30,
          at_risk_value: 60,
          lanes,
        })),
      },
    ],
  });
  const proposals = remedies.map(
    (remedy) =>
      buildProposals(remedy, {
        snapshotDate,
        madeAt: '2026-03-02T21:00:00Z',
        seed: 'test',
        ruleVersion: 1,
        forecastRunId: '00000000-0000-4000-8000-000000000001',
        itemName: 'Milk',
        unit: 'each',
        batch: batches.find((entry) => entry.batch_id === remedy.candidate.batch_id) as StockRow,
        batches,
        handlingMarginDays: 0,
        forecast: {
          store_id: 'S1',
          sku_id: 'MILK',
          ...forecast(5),
          reason: 'test',
          usual_price: 4,
          promoted_days: 0,
          stockout_days: 0,
          history_days: 60,
        },
        price: 4,
        elasticity: { value: -2, low: -2.5, high: -1.5, source: 'item', price_changes: 5 },
        storeName: (storeId) => storeId,
      })[0]!,
  );
  const proofs = proposals.map(({ proof }) => proof);
  const sent = remedies[0]!.comparison.plan
    .filter((action) => action.kind !== 'MARKDOWN')
    .reduce((sum, action) => sum + action.qty, 0);
  expect(sent).toBeGreaterThan(10);
  expect(proofs[0]!.batches.map((entry) => entry.units)).toEqual([60, 50]);
  expect(proofs[1]!.batches.map((entry) => entry.units)).toEqual([60 - sent, 50]);
  // The sentence counts what the plan found: what was sent away no longer stands before B2.
  expect(proposals[0]!.reason).not.toMatch(/sooner/);
  expect(proposals[1]!.reason).toContain(
    `behind ${60 - sent} that expire sooner, after the plan for ${sent} that expire sooner`,
  );

  for (const [index, batchId] of ['B1', 'B2'].entries()) {
    const proof = proofs[index]!;
    const days = Math.max(...proof.batches.map((entry) => entry.sellable_days));
    const projection = projectStock({
      batches: proof.batches.map((entry) => ({
        batchId: entry.batch_id,
        units: entry.units,
        sellableDays: entry.sellable_days,
      })),
      demand: restoreDemandModel(forecast(5))
        .forecast({ startDate: '2026-03-03', days })
        .samplePaths({ paths: proof.paths, seed: proof.seed, key: 'S1 MILK' }),
      freshestFirstShare: rules.freshest_first_percentage,
      seed: proof.seed,
    });
    const wasted = projection.batches.find((entry) => entry.batchId === batchId)!.wastedUnits;
    expect(proof.do_nothing.unsold.mean).toBeCloseTo(
      Array.from(wasted).reduce((sum, units) => sum + units, 0) / proof.paths,
      6,
    );
  }
});
