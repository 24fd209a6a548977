import { describe, expect, it } from 'vitest';
import { knownDemand } from '../projection/testing/drawn-demand.ts';
import { DO_NOTHING } from './remedy-plan.ts';
import type { RemedyInput, RemedyRules } from './remedy-types.ts';
import { valueRemedies } from './remedy-valuation.ts';
import { calmStore, plainRules } from './testing/remedy-situations.ts';
import { bestTransfers } from './transfer-plan.ts';

/** 10 of 20 units will expire; one store wants 4 of them, the other 12 but has room for 6, and both pay 12.50. */
function transfersBy(rules: Partial<RemedyRules>): number[][] {
  const input: RemedyInput = {
    origin: {
      batches: [{ batchId: 'b1', units: 20, sellableDays: 5 }],
      demand: (scale) => knownDemand(...new Array<number>(5).fill(Math.round(2 * scale))),
      price: 25,
      unitCost: 12.5,
      replenished: 1,
      freshestFirstShare: 0,
    },
    batchId: 'b1',
    destinations: [calmStore('slow', 1, 5), calmStore('fast', 3, 5, { freeCapacityUnits: 6 })],
    elasticity: { value: -2, low: -2, high: -2 },
    rules: { ...plainRules, ...rules },
    seed: 1,
  };
  const transfers = bestTransfers(input, valueRemedies(input), DO_NOTHING, [0, 1]);
  return transfers.map(({ destination, units }) => [destination, units]);
}

describe('the best transfers', () => {
  it('go to the store first where they save most, then to the next', () => {
    // 6 × 12.50 − 16.00 = 59.00, then 4 × 12.50 − 14.00 = 36.00
    expect(transfersBy({})).toEqual([
      [1, 6],
      [0, 4],
    ]);
  });

  it('are as many as the rules allow', () => {
    expect(transfersBy({ maxTransfers: 2 })).toHaveLength(2);
    expect(transfersBy({ maxTransfers: 1 })).toEqual([[1, 6]]);
  });

  it('save the minimum each', () => {
    expect(transfersBy({ minSavings: 36 })).toHaveLength(2);
    expect(transfersBy({ minSavings: 36.01 })).toEqual([[1, 6]]);
    expect(transfersBy({ minSavings: 59.01 })).toEqual([]);
  });

  it('are whole packs, as many as there is room for', () => {
    // Of packs of 4 one fits into room for 6, and one is what the other store wants.
    expect(transfersBy({ transferPackUnits: 4 }).toSorted((a, b) => a[0]! - b[0]!)).toEqual([
      [0, 4],
      [1, 4],
    ]);
  });
});
