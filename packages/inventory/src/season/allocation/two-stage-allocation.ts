import { requireWhole } from '@granary/statistics';
import { createGainQueue } from './gain-queue.ts';
import { type HoldbackValuation, holdbackValuation, withoutSecondShipment } from './holdback-value.ts';
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
 * Of plans that earn the same (to 12 digits) it takes one from which no further unit could go out now without
 * loss, so that a holdback that gains nothing is not kept; between stores the order of the stores decides.
 *
 * @param maxEvaluations plans valued at most, a whole number, at least 1; default 50,000, fewer where one
 *   valuation takes long (many stores, large supplies), so that the search ends within some seconds
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
  { maxEvaluations }: { maxEvaluations?: number } = {},
): TwoStagePlan {
  checkTwoStageProblem(problem);
  if (maxEvaluations !== undefined) requireWhole('maxEvaluations', maxEvaluations, 1);
  const { stores, supplyUnits } = problem;
  const outlooks = stores.map((store) => storeOutlook(store, supplyUnits));
  const withoutHoldback = sendEverything(outlooks, supplyUnits);
  const search = createSearch(problem, outlooks, {
    maxEvaluations: maxEvaluations ?? affordablePlans(outlooks, supplyUnits),
    relaxations: relaxations(problem, outlooks),
  });
  search.run(withoutHoldback.initialUnits);
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

/** Plans that can be valued in some seconds: what one takes grows with stores and units (see `holdbackValuation`). */
function affordablePlans(outlooks: StoreOutlook[], supplyUnits: number): number {
  const kept = 1 + supplyUnits / 3;
  const units = outlooks.reduce((sum, { most }) => sum + (1 + most) * kept, 0);
  const perUnit =
    outlooks.length <= 2 ? 10 : outlooks.length === 3 ? kept : (outlooks.length * kept ** 2) / 10;
  return Math.max(20, Math.min(50_000, Math.floor(1.5e10 / (units * perUnit))));
}

interface SearchOptions {
  maxEvaluations: number;
  relaxations: PricedStores[];
}

/** Plans whose margins differ by less are taken for equal. */
const EQUAL = 1e-12;
/** Branchings allowed for each plan that may be valued: they are cheap, but with many stores they are many. */
const BRANCHINGS_PER_PLAN = 100;

/** Depth first over the stores, each store's most promising number of units first. */
function createSearch(problem: TwoStageProblem, outlooks: StoreOutlook[], options: SearchOptions) {
  const { supplyUnits } = problem;
  const { maxEvaluations, relaxations } = options;
  const valuation = holdbackValuation(outlooks, supplyUnits);
  const order = outlooks.map((_, store) => byPromise(relaxations[0]!.values[store]!));
  const lastStore = outlooks.length - 1;
  const reach = neighbourBound(problem, lastStore, outlooks[lastStore]!);
  const chosen = new Int32Array(outlooks.length);
  let best: { units: number[]; value: number } = { units: [], value: 0 };
  let evaluations = 0;
  let branchings = 0;
  let isCutShort = false;

  const isBetter = (value: number) => value > best.value + EQUAL * Math.abs(best.value);
  const consider = (units: ArrayLike<number>): number => {
    evaluations++;
    const value = valuation.valueOf(units);
    if (isBetter(value)) best = { units: Array.from(units), value };
    return value;
  };
  /** @param bounds per relaxation: what the stores chosen so far earn there, and the most the rest can */
  const branch = (store: number, left: number, bounds: Float64Array) => {
    const bySibling = store === lastStore ? new Float64Array(outlooks[store]!.most + 1).fill(Infinity) : null;
    for (const units of order[store]!) {
      if (units > left || isCutShort) continue;
      chosen[store] = units;
      branchings++;
      const narrowed = bounds.map(
        (bound, index) =>
          bound - relaxations[index]!.largest[store]! + relaxations[index]!.values[store]![units]!,
      );
      if (!isBetter(smallest(narrowed))) continue;
      if (bySibling === null) {
        branch(store + 1, left - units, narrowed);
      } else if (isBetter(bySibling[units]!)) {
        if (evaluations >= maxEvaluations || branchings >= BRANCHINGS_PER_PLAN * maxEvaluations)
          isCutShort = true;
        else reach(bySibling, units, consider(chosen));
      }
    }
  };
  return {
    /** @param first a plan to start from */
    run(first: number[]) {
      best = { units: first, value: valuation.valueOf(first) };
      evaluations = 1;
      const bounds = Float64Array.from(relaxations, ({ bound }) => bound);
      branch(0, supplyUnits, bounds);
      best = sendWhatLosesNothing(best, { outlooks, supplyUnits, valuation });
    },
    result() {
      const bound = smallest(Float64Array.from(relaxations, (each) => each.bound));
      return { ...best, bound: isCutShort ? Math.max(best.value, bound) : best.value };
    },
  };
}

/**
 * What the value of one number of units at a store tells of the others, all else equal. A unit sent less is sold
 * later at most for the highest margin M of any store, and if it would have been sold at once its own m is lost:
 *
 *     V(x − 1) ≤ V(x) + M − m P(D ≥ x),    and if demand is known    V(x + 1) ≤ V(x) + m P(D ≥ x + 1)
 *
 * With learning the second does not hold: a unit more also lets the store see more of its demand.
 */
function neighbourBound({ stores }: TwoStageProblem, store: number, { firstMargin, most }: StoreOutlook) {
  const highest = Math.max(...stores.map(({ marginPerUnit }) => marginPerUnit));
  const isKnown = stores[store]!.scenarios.length === 1;
  return (bounds: Float64Array, units: number, value: number): void => {
    for (let fewer = 0; fewer < units; fewer++) {
      const gain = highest * (units - fewer) - (firstMargin[units]! - firstMargin[fewer]!);
      bounds[fewer] = Math.min(bounds[fewer]!, value + gain);
    }
    if (!isKnown) return;
    for (let more = units + 1; more <= most; more++) {
      bounds[more] = Math.min(bounds[more]!, value + firstMargin[more]! - firstMargin[units]!);
    }
  };
}

/** Of equal plans one that keeps little back: units go out, to the first store first, while nothing is lost. */
function sendWhatLosesNothing(
  best: { units: number[]; value: number },
  context: { outlooks: StoreOutlook[]; supplyUnits: number; valuation: HoldbackValuation },
): { units: number[]; value: number } {
  const { outlooks, supplyUnits, valuation } = context;
  const least = best.value - EQUAL * Math.abs(best.value);
  let plan = best;
  let left = best.units.reduce((rest, units) => rest - units, supplyUnits);
  outlooks.forEach(({ most }, store) => {
    while (left > 0 && plan.units[store]! < most) {
      const units = plan.units.with(store, plan.units[store]! + 1);
      const value = valuation.valueOf(units);
      if (value < least) return;
      plan = { units, value };
      left--;
    }
  });
  return plan;
}

function byPromise(values: Float64Array): number[] {
  return Array.from(values, (_, units) => units).sort((a, b) => values[b]! - values[a]! || a - b);
}

function smallest(values: Float64Array): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}
