import { requireCount } from '../require-count.ts';
import { createGainQueue } from './gain-queue.ts';
import { holdbackValuation, withoutSecondShipment } from './holdback-value.ts';
import { type PricedStores, priceStores, tightestPrice } from './price-bound.ts';
import { type StoreOutlook, storeOutlook } from './store-outlook.ts';
import { checkTwoStageProblem, type TwoStageProblem } from './two-stage-problem.ts';

export interface TwoStagePlan {
  /** units sent now, per store */
  initialUnits: number[];
  /** units kept at the distribution centre for the second shipment */
  holdbackUnits: number;
  /** money: margin expected of both stages when the second shipment is decided at its best */
  expectedMargin: number;
  /** no plan earns more; `expectedMargin` itself when the plan is proved best */
  marginBound: number;
  isProvedBest: boolean;
  /** the best plan that sends everything worth sending now and keeps nothing */
  withoutHoldback: { initialUnits: number[]; expectedMargin: number };
}

/**
 * How much of a supply to send to each store now and how much to keep for a second shipment, once the first
 * sales are known: unsold stock stays in its store, no unit moves between stores, what exceeds the stock is
 * lost, and stores are independent. With one scenario per store the demand is known and keeping units back
 * pools the risk of the first stage; with several, first-stage sales (censored by the stock) also tell which
 * scenario holds, by Bayes' rule (Fisher, Raman 1996). Transport is free, both shipments arrive at once.
 *
 * Exact: each plan is valued without sampling, and plans are searched by branch and bound, where the supply
 * carries a price and the stores fall apart. Meant for a few stores (2 to 4, some dozens of units): time grows
 * with the number of plans. The search stops after `maxEvaluations` plans and tells the gap. For many stores use
 * `sampleTwoStageAllocation`.
 *
 * @param maxEvaluations plans valued at most, a whole number of at least 1; default 50,000
 * @throws RangeError naming the parameter out of range, or a demand that is no distribution of counts
 * @see Fisher, Raman (1996), Reducing the cost of demand uncertainty through accurate response to early sales,
 *   Operations Research 44(1); Jackson (1988), Stock allocation in a two-echelon distribution system, Management
 *   Science 34(7)
 * @example
 * const store = (first: number, second: number) => ({
 *   marginPerUnit: 10,
 *   scenarios: [{
 *     probability: 1,
 *     firstStage: poisson.distribution({ mean: first }),
 *     secondStage: poisson.distribution({ mean: second }),
 *   }],
 * });
 * planTwoStageAllocation({ stores: [store(3, 2), store(2, 3)], supplyUnits: 8 });
 * // { initialUnits: [4, 3], holdbackUnits: 1, expectedMargin: 71.86, … }
 */
export function planTwoStageAllocation(
  problem: TwoStageProblem,
  { maxEvaluations = 50_000 }: { maxEvaluations?: number } = {},
): TwoStagePlan {
  checkTwoStageProblem(problem);
  requireCount('maxEvaluations', maxEvaluations, 1);
  const { stores, supplyUnits } = problem;
  const outlooks = stores.map((store) => storeOutlook(store, supplyUnits));
  const withoutHoldback = sendEverything(outlooks, supplyUnits);
  const search = createSearch(outlooks, {
    supplyUnits,
    maxEvaluations,
    relaxations: relaxations(problem, outlooks),
  });
  search.consider(withoutHoldback.initialUnits);
  search.run();
  const { units, value, bound } = search.result();
  return {
    initialUnits: units,
    holdbackUnits: supplyUnits - units.reduce((sum, each) => sum + each, 0),
    expectedMargin: value,
    marginBound: bound,
    isProvedBest: bound <= value,
    withoutHoldback,
  };
}

/** Without a holdback a store's margin is concave in its units, so the most valuable unit goes first. */
export function sendEverything(
  outlooks: StoreOutlook[],
  supplyUnits: number,
): { initialUnits: number[]; expectedMargin: number } {
  const values = outlooks.map((outlook) =>
    Float64Array.from({ length: outlook.most + 1 }, (_, units) => withoutSecondShipment(outlook, units)),
  );
  const initialUnits = outlooks.map(() => 0);
  const queue = createGainQueue(outlooks.length);
  values.forEach((row, store) => {
    if (row.length > 1) queue.add(store, row[1]! - row[0]!);
  });
  for (let left = supplyUnits; left > 0 && !queue.isEmpty() && queue.firstGain() > 0; left--) {
    const store = queue.first();
    const units = ++initialUnits[store]!;
    const row = values[store]!;
    if (units + 1 < row.length) queue.lowerFirst(row[units + 1]! - row[units]!);
    else queue.removeFirst();
  }
  const expectedMargin = values.reduce((sum, row, store) => sum + row[initialUnits[store]!]!, 0);
  return { initialUnits, expectedMargin };
}

/** Bounds at prices about the tightest: which is best differs from plan to plan. */
function relaxations({ stores, supplyUnits }: TwoStageProblem, outlooks: StoreOutlook[]): PricedStores[] {
  const highest = Math.max(...stores.map((store) => store.marginPerUnit));
  const price = tightestPrice(outlooks, supplyUnits, highest);
  const factors = [1, 0.4, 0.7, 0.85, 0.93, 1.07, 1.15, 1.3, 1.5, 1.8];
  return factors
    .map((factor) => Math.min(highest, price * factor))
    .map((each) => priceStores(outlooks, supplyUnits, each));
}

interface SearchOptions {
  supplyUnits: number;
  maxEvaluations: number;
  relaxations: PricedStores[];
}

/** Depth first over the stores, each store's most promising number of units first. */
function createSearch(outlooks: StoreOutlook[], options: SearchOptions) {
  const { supplyUnits, maxEvaluations, relaxations } = options;
  const valuation = holdbackValuation(outlooks, supplyUnits);
  const order = outlooks.map((_, store) => byPromise(relaxations[0]!.values[store]!));
  const chosen = new Int32Array(outlooks.length);
  let best: { units: number[]; value: number } = { units: [], value: Number.NEGATIVE_INFINITY };
  let evaluations = 0;
  let isCutShort = false;

  const consider = (units: ArrayLike<number>) => {
    evaluations++;
    const value = valuation.valueOf(units);
    if (value > best.value) best = { units: Array.from(units), value };
  };
  /** @param bounds per relaxation: what the stores chosen so far earn there, and the most the rest can */
  const branch = (store: number, left: number, bounds: Float64Array) => {
    if (store === outlooks.length) {
      if (evaluations >= maxEvaluations) isCutShort = true;
      else consider(chosen);
      return;
    }
    for (const units of order[store]!) {
      if (units > left || isCutShort) continue;
      chosen[store] = units;
      const narrowed = bounds.map(
        (bound, index) =>
          bound - relaxations[index]!.largest[store]! + relaxations[index]!.values[store]![units]!,
      );
      if (smallest(narrowed) > best.value + 1e-12 * Math.abs(best.value))
        branch(store + 1, left - units, narrowed);
    }
  };
  return {
    consider,
    run() {
      branch(
        0,
        supplyUnits,
        Float64Array.from(relaxations, ({ bound }) => bound),
      );
    },
    result() {
      const bound = smallest(Float64Array.from(relaxations, (each) => each.bound));
      return { ...best, bound: isCutShort ? Math.max(best.value, bound) : best.value };
    },
  };
}

function byPromise(values: Float64Array): number[] {
  return Array.from(values, (_, units) => units).sort((a, b) => values[b]! - values[a]! || a - b);
}

function smallest(values: Float64Array): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}
