import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  continuousDistribution,
  poissonTable,
  tableDistribution,
  tableDistributions,
} from '../testing/table-distribution.ts';
import {
  type AllocationOptions,
  type AllocationStore,
  allocateByMarginalValue,
  expectedAllocationMargin,
} from './marginal-allocation.ts';

const poissonStore = (mean: number, rest: Partial<AllocationStore> = {}): AllocationStore => ({
  demand: tableDistribution(poissonTable(mean)),
  marginPerUnit: 10,
  ...rest,
});
/** Wants exactly so many units. */
const sureStore = (units: number, rest: Partial<AllocationStore> = {}): AllocationStore => ({
  demand: tableDistribution([...new Array<number>(units).fill(0), 1]),
  marginPerUnit: 10,
  ...rest,
});

const problems: fc.Arbitrary<AllocationOptions> = fc.record({
  stores: fc.array(
    fc.record({
      demand: tableDistributions(6),
      marginPerUnit: fc.nat(15),
      leftoverCostPerUnit: fc.nat(3),
      presentationUnits: fc.nat(3),
      maximumUnits: fc.integer({ min: 4, max: 9 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  supplyUnits: fc.nat(14),
  packSize: fc.integer({ min: 1, max: 3 }),
});

/** Every way to hand out packs that keeps to the minima and maxima; undefined when there is none. */
function byEnumeration({ stores, supplyUnits, packSize = 1 }: AllocationOptions): number | undefined {
  let best: number | undefined;
  const visit = (units: number[], left: number) => {
    if (units.length === stores.length) {
      const value = stores.reduce((sum, store, index) => {
        const { demand, marginPerUnit, leftoverCostPerUnit = 0 } = store;
        const sold = demand.mean - demand.loss(units[index]!);
        return sum + marginPerUnit * sold - leftoverCostPerUnit * (units[index]! - sold);
      }, 0);
      best = Math.max(best ?? Number.NEGATIVE_INFINITY, value);
      return;
    }
    const { presentationUnits = 0, maximumUnits = 99 } = stores[units.length]!;
    for (let next = 0; next <= Math.min(left, maximumUnits); next += packSize) {
      if (next >= presentationUnits) visit([...units, next], left - next);
    }
  };
  visit([], supplyUnits);
  return best;
}

describe('allocateByMarginalValue', () => {
  it('gives each unit to the store where it most likely sells', () => {
    // P(D ≥ k): mean 1 gives 0.632, 0.264; mean 3 gives 0.950, 0.801, 0.577. The fourth unit goes to the first.
    const { units, expectedMargin, leftoverUnits, nextGain } = allocateByMarginalValue({
      stores: [poissonStore(1), poissonStore(3)],
      supplyUnits: 4,
    });
    expect(units).toEqual([1, 3]);
    expect(leftoverUnits).toBe(0);
    expect(expectedMargin).toBeCloseTo(10 * (0.6321205588 + 0.950212932 + 0.800851727 + 0.576809919), 7);
    expect(nextGain).toBeCloseTo(3.527681, 5);
  });

  it('weighs the margin: twice the margin outbids the likelier sale', () => {
    const stores = [sureStore(1, { marginPerUnit: 5 }), poissonStore(1, { marginPerUnit: 10 })];
    // 10 × 0.632 > 5 > 10 × 0.264
    expect(allocateByMarginalValue({ stores, supplyUnits: 1 }).units).toEqual([0, 1]);
    expect(allocateByMarginalValue({ stores, supplyUnits: 2 }).units).toEqual([1, 1]);
  });

  it('gives equal stores equal units, the first store the odd one', () => {
    const stores = [poissonStore(4), poissonStore(4), poissonStore(4)];
    expect(allocateByMarginalValue({ stores, supplyUnits: 8 }).units).toEqual([3, 3, 2]);
  });

  it('keeps what nobody will buy', () => {
    const plan = allocateByMarginalValue({ stores: [sureStore(2), sureStore(3)], supplyUnits: 9 });
    expect(plan.units).toEqual([2, 3]);
    expect(plan.leftoverUnits).toBe(4);
    expect(plan.expectedMargin).toBe(50);
    expect(plan.nextGain).toBe(0);
  });

  it('keeps units that gain no more than told', () => {
    const stores = [poissonStore(1)];
    // 10 P(D ≥ 2) = 2.64 and 10 P(D ≥ 3) = 0.80
    expect(allocateByMarginalValue({ stores, supplyUnits: 5, leastGain: 0.9 }).units).toEqual([2]);
    expect(allocateByMarginalValue({ stores: [sureStore(1)], supplyUnits: 2, leastGain: 10 }).units).toEqual([
      0,
    ]);
    expect(allocateByMarginalValue({ stores: [sureStore(1)], supplyUnits: 2, leastGain: 9.9 }).units).toEqual(
      [1],
    );
  });

  it('hands out whole packs only, and a rest stays', () => {
    const plan = allocateByMarginalValue({
      stores: [sureStore(7), sureStore(4)],
      supplyUnits: 11,
      packSize: 3,
    });
    // packs gain 30, 30, 10 at the first store and 30, 10 at the second; three packs are there
    expect(plan.units).toEqual([6, 3]);
    expect(plan.leftoverUnits).toBe(2);
    expect(plan.nextGain).toBe(10);
  });

  it('counts what leftover units cost: a pack of 3 for a sure sale of 1 gains 10 − 2 × 4', () => {
    const store = sureStore(1, { leftoverCostPerUnit: 4 });
    const plan = allocateByMarginalValue({ stores: [store], supplyUnits: 3, packSize: 3 });
    expect([plan.units, plan.expectedMargin]).toEqual([[3], 2]);
    const dearer = sureStore(1, { leftoverCostPerUnit: 5 });
    expect(allocateByMarginalValue({ stores: [dearer], supplyUnits: 3, packSize: 3 }).units).toEqual([0]);
  });

  it('fills presentation minima first, in packs, though another store would gain more', () => {
    const stores = [sureStore(9), poissonStore(0.1, { presentationUnits: 2 })];
    const plan = allocateByMarginalValue({ stores, supplyUnits: 6, packSize: 3 });
    expect(plan.units).toEqual([3, 3]);
    expect(plan.presentationShortfall).toEqual([0, 0]);
  });

  it('fills large minima and opens large packs without counting unit by unit', () => {
    const stores = [sureStore(2, { presentationUnits: 4e12 }), sureStore(3)];
    const plan = allocateByMarginalValue({ stores, supplyUnits: 8e12, packSize: 2e12 });
    expect([plan.units, plan.leftoverUnits, plan.expectedMargin]).toEqual([[4e12, 2e12], 2e12, 50]);
  });

  it('fills minima exactly when the supply is just enough', () => {
    const stores = [sureStore(9, { presentationUnits: 2 }), sureStore(9, { presentationUnits: 3 })];
    expect(allocateByMarginalValue({ stores, supplyUnits: 5 }).units).toEqual([2, 3]);
  });

  it('spends a supply that cannot fill the minima where it gains most, and tells what lacks', () => {
    const stores = [
      sureStore(9, { presentationUnits: 3 }),
      sureStore(9, { presentationUnits: 2, marginPerUnit: 12 }),
      sureStore(9, { marginPerUnit: 50 }),
    ];
    const plan = allocateByMarginalValue({ stores, supplyUnits: 4 });
    expect(plan.units).toEqual([2, 2, 0]);
    expect(plan.presentationShortfall).toEqual([1, 0, 0]);
  });

  it('respects the most a store can take', () => {
    const stores = [sureStore(9, { maximumUnits: 4 }), sureStore(9, { marginPerUnit: 1 })];
    expect(allocateByMarginalValue({ stores, supplyUnits: 6 }).units).toEqual([4, 2]);
    expect(allocateByMarginalValue({ stores, supplyUnits: 6, packSize: 3 }).units).toEqual([3, 3]);
  });

  it('works with continuous demand: uniform from 0 to 10 and from 0 to 20 share 9 units as 3 to 6', () => {
    const uniform = (high: number): AllocationStore => ({
      marginPerUnit: 1,
      demand: {
        ...continuousDistribution(),
        loss: (x) => (high - x) ** 2 / (2 * high),
        complementaryLoss: (x) => x ** 2 / (2 * high),
      },
    });
    const plan = allocateByMarginalValue({ stores: [uniform(10), uniform(20)], supplyUnits: 9 });
    expect(plan.units).toEqual([3, 6]);
    // 3 − 9/20 + 6 − 36/40
    expect(plan.expectedMargin).toBeCloseTo(7.65, 12);
  });

  it('has nothing to give when nothing is there', () => {
    const plan = allocateByMarginalValue({ stores: [sureStore(1)], supplyUnits: 0 });
    expect([plan.units, plan.expectedMargin, plan.nextGain]).toEqual([[0], 0, 10]);
  });

  it('earns what trying every allocation earns', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const capped = problem.stores.map((store) => ({ ...store, maximumUnits: store.maximumUnits! }));
        const best = byEnumeration({ ...problem, stores: capped });
        const plan = allocateByMarginalValue(problem);
        if (best === undefined) {
          expect(Math.max(...plan.presentationShortfall)).toBeGreaterThan(0);
          return;
        }
        expect(plan.expectedMargin).toBeCloseTo(best, 9);
        expect(plan.presentationShortfall.every((units) => units === 0)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('conserves units and keeps to packs', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const { units, leftoverUnits } = allocateByMarginalValue(problem);
        expect(units.reduce((sum, each) => sum + each, leftoverUnits)).toBe(problem.supplyUnits);
        expect(units.every((each) => each >= 0 && each % (problem.packSize ?? 1) === 0)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('never earns less with more supply once minima are met, nor other sums in another order or currency', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const free = {
          ...problem,
          stores: problem.stores.map((store) => ({ ...store, presentationUnits: 0 })),
        };
        const { expectedMargin } = allocateByMarginalValue(free);
        const more = allocateByMarginalValue({ ...free, supplyUnits: problem.supplyUnits + 1 });
        expect(more.expectedMargin).toBeGreaterThanOrEqual(expectedMargin - 1e-9);
        const reversed = allocateByMarginalValue({ ...free, stores: [...free.stores].reverse() });
        expect(reversed.expectedMargin).toBeCloseTo(expectedMargin, 9);
        const doubled = free.stores.map((store) => ({
          ...store,
          marginPerUnit: 2 * store.marginPerUnit,
          leftoverCostPerUnit: 2 * store.leftoverCostPerUnit!,
        }));
        expect(allocateByMarginalValue({ ...free, stores: doubled }).expectedMargin).toBeCloseTo(
          2 * expectedMargin,
          9,
        );
      }),
      { numRuns: 200 },
    );
  });

  it.each<[string, Partial<AllocationOptions>, Partial<AllocationOptions>, string]>([
    [
      'negative supply',
      { supplyUnits: -1 },
      { supplyUnits: 0 },
      'supplyUnits is -1; it must be a whole number, at least 0',
    ],
    [
      'half a unit',
      { supplyUnits: 1.5 },
      { supplyUnits: 1 },
      'supplyUnits is 1.5; it must be a whole number, at least 0',
    ],
    ['empty packs', { packSize: 0 }, { packSize: 1 }, 'packSize is 0; it must be a whole number, at least 1'],
    [
      'a negative least gain',
      { leastGain: -1 },
      { leastGain: 0 },
      'leastGain is -1; it must be a finite number, at least 0',
    ],
    [
      'a missing list',
      { stores: undefined as unknown as AllocationStore[] },
      { stores: [sureStore(1)] },
      'stores is undefined; it must be a list',
    ],
    [
      'no stores',
      { stores: [] },
      { stores: [sureStore(1)] },
      'stores is empty; it must hold at least one store',
    ],
    [
      'a negative margin',
      { stores: [sureStore(1, { marginPerUnit: -1 })] },
      { stores: [sureStore(1, { marginPerUnit: 0 })] },
      'stores[0].marginPerUnit is -1; it must be a finite number, at least 0',
    ],
    [
      'a negative leftover cost',
      { stores: [sureStore(1, { leftoverCostPerUnit: -1 })] },
      { stores: [sureStore(1, { leftoverCostPerUnit: 0 })] },
      'stores[0].leftoverCostPerUnit is -1; it must be a finite number, at least 0',
    ],
    [
      'a presentation minimum that is no number',
      { stores: [sureStore(1, { presentationUnits: Number.NaN })] },
      { stores: [sureStore(1, { presentationUnits: 0 })] },
      'stores[0].presentationUnits is NaN; it must be a finite number, at least 0',
    ],
    [
      'a maximum below the minimum in packs',
      { packSize: 3, stores: [sureStore(1, { presentationUnits: 4, maximumUnits: 5 })] },
      { packSize: 3, stores: [sureStore(1, { presentationUnits: 4, maximumUnits: 6 })] },
      'stores[0].maximumUnits is 5; it must be at least its presentation minimum in packs, 6',
    ],
  ])('refuses %s', (_, wrong, right, message) => {
    const valid: AllocationOptions = { stores: [sureStore(1)], supplyUnits: 6 };
    expect(() => allocateByMarginalValue({ ...valid, ...wrong })).toThrow(new RangeError(message));
    expect(() => allocateByMarginalValue({ ...valid, ...right })).not.toThrow();
  });
});

describe('expectedAllocationMargin', () => {
  it('is margin × sales less cost × leftovers: demand 0 or 2, 1 unit: 10 × 0.5 − 4 × 0.5', () => {
    const store = { demand: tableDistribution([0.5, 0, 0.5]), marginPerUnit: 10, leftoverCostPerUnit: 4 };
    expect(expectedAllocationMargin([store], [1])).toBe(3);
  });

  it('refuses an entry too few or negative, and takes 0', () => {
    expect(() => expectedAllocationMargin([sureStore(1)], [])).toThrow(
      new RangeError('units has 0 entries; it must have 1, one per store'),
    );
    expect(() => expectedAllocationMargin([sureStore(1)], [-1])).toThrow('units[0] is -1');
    expect(expectedAllocationMargin([sureStore(1)], [0])).toBe(0);
  });
});
