import fc from 'fast-check';
import { projectStock } from '../../projection/stock-projection.ts';
import { knownDemand, poissonPaths } from '../../projection/testing/drawn-demand.ts';
import type { RemedyDestination, RemedyInput, RemedyRules } from '../remedy-types.ts';

export const plainRules: RemedyRules = {
  minDiscountPct: 10,
  maxDiscountPct: 70,
  discountStepPct: 10,
  minPriceShareOfCost: 0,
  markdownAllowed: true,
  markdownRunning: false,
  liquidationRecoveryShareOfCost: 0.2,
  liquidationHandlingPerUnit: 0.5,
  disposalCostPerUnit: 0,
  minSavings: 0,
  transferPackUnits: 1,
};

/** A store with the given demand on every path and day. */
export function calmStore(
  storeId: string,
  unitsPerDay: number,
  days: number,
  more: Partial<RemedyDestination> = {},
): RemedyDestination {
  return {
    storeId,
    batches: [],
    demand: knownDemand(...new Array<number>(days).fill(unitsPerDay)),
    price: 25,
    unitCost: 12.5,
    replenished: 1,
    freeCapacityUnits: null,
    lane: { leadTimeDays: 1, costPerUnit: 1, fixedCost: 10 },
    ...more,
  };
}

const paths = 30;
const days = 14;
const money = (max: number) => fc.integer({ min: 0, max: max * 100 }).map((cents) => cents / 100);
const meanPerDay = fc.constantFrom(0, 0.2, 0.7, 1.5, 4);
const batchesNamed = (prefix: string, maxLength: number) =>
  fc
    .array(
      fc.record({ units: fc.integer({ min: 0, max: 15 }), sellableDays: fc.integer({ min: -1, max: 20 }) }),
      {
        maxLength,
      },
    )
    .map((batches) => batches.map((batch, i) => ({ ...batch, batchId: `${prefix}${i}` })));

const anyRules: fc.Arbitrary<RemedyRules> = fc.record({
  minDiscountPct: fc.constantFrom(5, 10, 20),
  maxDiscountPct: fc.constantFrom(20, 50, 75),
  discountStepPct: fc.constantFrom(5, 10, 15),
  minPriceShareOfCost: fc.constantFrom(0, 0.5, 1),
  markdownAllowed: fc.boolean(),
  markdownRunning: fc.constantFrom(false, false, true),
  liquidationRecoveryShareOfCost: fc.constantFrom(0, 0.1, 0.4),
  liquidationHandlingPerUnit: money(2),
  disposalCostPerUnit: money(1),
  minSavings: fc.constantFrom(0, 5, 20),
  transferPackUnits: fc.constantFrom(1, 1, 4),
  slowerDestinationsAllowed: fc.boolean(),
});

const anyDestination = fc
  .record({
    batches: batchesNamed('lot', 2),
    mean: meanPerDay,
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    price: money(30),
    unitCost: money(20),
    replenished: fc.constantFrom(0, 0.5, 1),
    freeCapacityUnits: fc.option(fc.integer({ min: 0, max: 20 })),
    lane: fc.record({
      leadTimeDays: fc.integer({ min: 0, max: 6 }),
      costPerUnit: money(3),
      fixedCost: money(20),
    }),
  })
  .map(({ mean, seed, ...rest }) => ({
    ...rest,
    demand: poissonPaths({ paths, days, meanPerDay: mean, seed }),
  }));

/** Any origin, rules and up to `maxDestinations` stores, with Poisson demand on common random numbers. */
export function anySituation(maxDestinations: number): fc.Arbitrary<RemedyInput> {
  return fc
    .record({
      focus: fc.record({
        units: fc.integer({ min: 1, max: 40 }),
        sellableDays: fc.integer({ min: -1, max: days }),
      }),
      others: batchesNamed('other', 2),
      mean: meanPerDay,
      demandSeed: fc.integer({ min: 1, max: 1_000_000 }),
      price: money(30),
      unitCost: money(20),
      replenished: fc.constantFrom(0, 0.5, 1),
      freshestFirstShare: fc.constantFrom(0, 0.4, 1),
      destinations: fc.array(anyDestination, { maxLength: maxDestinations }),
      elasticity: fc.constantFrom(-0.5, -2, -3.5),
      doubt: fc.constantFrom(0, 0.6),
      rules: anyRules,
      seed: fc.integer(),
    })
    .map(({ focus, others, mean, demandSeed, destinations, elasticity, doubt, rules, seed, ...origin }) => ({
      origin: {
        ...origin,
        batches: [{ ...focus, batchId: 'focus' }, ...others],
        demand: (scale: number) => poissonPaths({ paths, days, meanPerDay: mean * scale, seed: demandSeed }),
      },
      batchId: 'focus',
      destinations: destinations.map((destination, i) => ({ ...destination, storeId: `S${i}` })),
      elasticity: { value: elasticity, low: elasticity - doubt, high: elasticity + doubt },
      rules,
      seed,
    }));
}

/**
 * Mean value of origin and first destination under a decision, written out again from the value of one
 * path: the second opinion of the brute-force tests. No doubt about elasticity.
 */
export function valueAgain(
  input: RemedyInput,
  decision: { moved: number; discountPct: number; liquidated: number; fromDay?: number },
): number {
  const { origin, rules, elasticity, batchId, destinations } = input;
  const { moved, discountPct, liquidated, fromDay = 1 } = decision;
  const base = origin.demand(1);
  const scaled = origin.demand((1 - discountPct / 100) ** elasticity.value);
  const here = projectStock({
    ...origin,
    demand: base,
    seed: input.seed,
    decisions: {
      transfersOut: [{ batchId, units: moved, day: 1 }],
      liquidations: [{ batchId, units: liquidated, day: 1 }],
      markdowns:
        discountPct === 0
          ? []
          : [
              {
                batchId,
                fromDay,
                extraDemand: { ...base, units: scaled.units.map((u, i) => u - base.units[i]!) },
              },
            ],
    },
  });
  const per = (total: number) => total / base.paths;
  const sum = (values: Int32Array) => values.reduce((a, b) => a + b, 0);
  let value =
    liquidated * (rules.liquidationRecoveryShareOfCost * origin.unitCost - rules.liquidationHandlingPerUnit);
  const add = (result: typeof here, price: number, unitCost: number, replenished: number) => {
    for (const batch of result.batches) {
      const atMarkdown = sum(batch.soldAtMarkdown);
      value +=
        per(sum(batch.soldUnits) - atMarkdown) * price + per(atMarkdown) * price * (1 - discountPct / 100);
      value -= per(sum(batch.wastedUnits)) * rules.disposalCostPerUnit;
    }
    value += per(sum(result.closingUnits)) * unitCost;
    value += per(sum(result.unmetUnits)) * replenished * (price - unitCost);
  };
  add(here, origin.price, origin.unitCost, origin.replenished);
  const store = destinations[0];
  if (!store) return value;
  const focus = origin.batches.find((batch) => batch.batchId === batchId)!;
  const arriving = { ...focus, units: moved, arrivalDay: 1 + store.lane.leadTimeDays };
  const there = projectStock({
    batches: [...store.batches, arriving],
    demand: store.demand,
    freshestFirstShare: store.freshestFirstShare ?? origin.freshestFirstShare,
    seed: `${input.seed}/${store.storeId}`,
  });
  add(there, store.price, store.unitCost, store.replenished);
  return moved === 0 ? value : value - store.lane.fixedCost - store.lane.costPerUnit * moved;
}
