import type { RandomStream } from '@granary/statistics';
import { requireWhole } from '@granary/statistics';
import { createGainQueue, type GainQueue } from './gain-queue.ts';
import { withoutSecondShipment } from './holdback-value.ts';
import { type PricedStores, priceStores, tightestPrice } from './price-bound.ts';
import { type StoreOutlook, storeOutlook } from './store-outlook.ts';
import { sendEverything } from './two-stage-allocation.ts';
import { checkTwoStageProblem, type TwoStageProblem } from './two-stage-problem.ts';

export interface SampledTwoStagePlan {
  /** units sent now, per store */
  initialUnits: number[];
  /** units kept at the distribution centre for the second shipment */
  holdbackUnits: number;
  /** money: mean over the sample paths of the margin of both stages */
  expectedMargin: number;
  /** of that mean; 0 when nothing is kept back, since then the margin is exact */
  standardError: number;
  /** no plan earns more than this: what the plan gives away is at most the difference */
  marginBound: number;
  /** the best plan that sends everything worth sending now; its margin is exact */
  withoutHoldback: { initialUnits: number[]; expectedMargin: number };
}

/**
 * `planTwoStageAllocation` for many stores: an approximation that tells how good it is. The supply gets a
 * price, at which each store chooses for itself how much to take now; at the price where the upper bound is
 * lowest the stores and the holdback together spend about the supply. Plans at prices around it are compared
 * on sample paths of first-stage demand, the same for all plans; given the first sales, the second shipment
 * and its expected margin are exact. The plan chosen is then valued on fresh paths. With more stores the risk
 * pools and the bound closes in.
 *
 * O(stores × units² + plans × paths × (stores + holdback) × log stores) time.
 *
 * @param options.paths sample paths, a whole number, at least 2; default 1,000
 * @param options.random a seeded stream: the same seed gives the same plan and figures
 * @throws RangeError as `planTwoStageAllocation`
 * @see Fisher, Raman (1996), Operations Research 44(1); Marklund, Rosling (2012), Lower bounds and heuristics for
 *   supply chain stock allocation, Operations Research 60(1) (the relaxation)
 */
export function sampleTwoStageAllocation(
  problem: TwoStageProblem,
  { paths = 1_000, random }: { paths?: number; random: RandomStream },
): SampledTwoStagePlan {
  checkTwoStageProblem(problem);
  requireWhole('paths', paths, 2);
  const { stores, supplyUnits } = problem;
  const outlooks = stores.map((store) => storeOutlook(store, supplyUnits));
  const withoutHoldback = sendEverything(outlooks, supplyUnits);
  const highest = Math.max(...stores.map((store) => store.marginPerUnit));
  const price = tightestPrice(outlooks, supplyUnits, highest);
  const { bound: marginBound } = priceStores(outlooks, supplyUnits, price);
  const sampler = createSampler(outlooks, supplyUnits);
  let initialUnits = withoutHoldback.initialUnits;
  let best = withoutHoldback.expectedMargin;
  for (const candidate of candidates(outlooks, { supplyUnits, price, highest })) {
    const { mean } = sampler.value(candidate, { paths, random: random.fork('choice') });
    if (mean > best) {
      best = mean;
      initialUnits = candidate;
    }
  }
  const isHeldBack = initialUnits !== withoutHoldback.initialUnits;
  const { mean, standardError } = isHeldBack
    ? sampler.value(initialUnits, { paths, random: random.fork('value') })
    : { mean: best, standardError: 0 };
  return {
    initialUnits,
    holdbackUnits: supplyUnits - sum(initialUnits),
    expectedMargin: mean,
    standardError,
    marginBound,
    withoutHoldback,
  };
}

/** Prices around the tightest, as factors: the higher the price, the less goes out now. */
const PRICE_FACTORS = [0.5, 0.65, 0.75, 0.85, 0.92, 1, 1.08, 1.16, 1.25, 1.4, 1.7];

/** What the stores choose at each price, where that is no more than there is. */
function candidates(
  outlooks: StoreOutlook[],
  { supplyUnits, price, highest }: { supplyUnits: number; price: number; highest: number },
): number[][] {
  const plans = PRICE_FACTORS.map((factor) => {
    const priced = priceStores(outlooks, supplyUnits, Math.min(highest, price * factor));
    return reduced(Array.from(priced.bestUnits), priced, supplyUnits);
  });
  const seen = new Set<string>();
  return plans.filter((plan) => {
    const key = plan.join();
    return !seen.has(key) && seen.add(key);
  });
}

/** Takes units back where that costs least, until the plan fits the supply. */
function reduced(plan: number[], { values }: PricedStores, supplyUnits: number): number[] {
  const queue = createGainQueue(plan.length);
  const lossless = (store: number) => values[store]![plan[store]! - 1]! - values[store]![plan[store]!]!;
  plan.forEach((units, store) => {
    if (units > 0) queue.add(store, lossless(store));
  });
  for (let excess = sum(plan) - supplyUnits; excess > 0; excess--) {
    const store = queue.first();
    plan[store]!--;
    if (plan[store]! > 0) queue.lowerFirst(lossless(store));
    else queue.removeFirst();
  }
  return plan;
}

interface Sampler {
  value(
    plan: number[],
    options: { paths: number; random: RandomStream },
  ): { mean: number; standardError: number };
}

function createSampler(outlooks: StoreOutlook[], supplyUnits: number): Sampler {
  const cumulative = outlooks.map(({ sellOutProbability }) => sellOutProbability.map((each) => 1 - each));
  const queue = createGainQueue(outlooks.length);
  const gains: Float64Array[] = new Array(outlooks.length);
  const next = new Int32Array(outlooks.length);
  return {
    value(plan, { paths, random }) {
      const holdback = supplyUnits - sum(plan);
      const certain = outlooks.reduce(
        (total, outlook, store) => total + withoutSecondShipment(outlook, plan[store]!),
        0,
      );
      let mean = 0;
      let squares = 0;
      for (let path = 1; path <= paths; path++) {
        for (let store = 0; store < outlooks.length; store++) {
          const sold = firstSales(cumulative[store]!, plan[store]!, random.next());
          const isSoldOut = sold === plan[store]!;
          gains[store] = isSoldOut
            ? outlooks[store]!.afterSellOut[sold]!
            : outlooks[store]!.afterSales[sold]!;
          next[store] = plan[store]! - sold + 1;
        }
        const value = bestSecondShipment(queue, { gains, next, holdback });
        const deviation = value - mean;
        mean += deviation / path;
        squares += deviation * (value - mean);
      }
      return { mean: certain + mean, standardError: Math.sqrt(squares / (paths - 1) / paths) };
    },
  };
}

/** The first-stage sales for a uniform draw: the demand, or the stock where that is less. */
function firstSales(belowDemand: Float64Array, stock: number, draw: number): number {
  // belowDemand[d] = P(demand < d): the demand is the last d that the draw reaches.
  let low = 0;
  let high = stock;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (belowDemand[middle]! <= draw) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** What the holdback earns when each unit goes where it gains most. */
function bestSecondShipment(
  queue: GainQueue,
  { gains, next, holdback }: { gains: Float64Array[]; next: Int32Array; holdback: number },
): number {
  queue.clear();
  for (let store = 0; store < gains.length; store++) {
    if (next[store]! < gains[store]!.length) queue.add(store, gains[store]![next[store]!]!);
  }
  let value = 0;
  for (let left = holdback; left > 0 && !queue.isEmpty(); left--) {
    const store = queue.first();
    value += queue.firstGain();
    const unit = ++next[store]!;
    if (unit < gains[store]!.length) queue.lowerFirst(gains[store]![unit]!);
    else queue.removeFirst();
  }
  return value;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
