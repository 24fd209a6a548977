import type { OrderingPolicy } from './ordering-policy.ts';
import { prepareReplay } from './replay-input.ts';
import { replayPath } from './replay-path.ts';
import type {
  Estimate,
  PolicyCosts,
  PolicyPerformance,
  ReplayLedger,
  ReplaySituation,
} from './replay-types.ts';

/**
 * How an ordering policy does along demand paths: service, stock, waste and cost, each with its standard error.
 * Units move by the same functions as in `projectStock`.
 *
 * Each day, in this order: orders arrive and serve what is owed; at a review the policy orders; customers buy;
 * units on their last day are written off; stock and backorders are counted and cost. A base-stock policy
 * reviewed daily thus faces the demand of L + 1 days.
 *
 * Two replays with one seed meet the same customers and, for orders placed on the same day, the same lead
 * times. Time grows with paths times days.
 *
 * @param situation the item's world
 * @param policy    a pure function of the state at a review
 * @throws RangeError naming the parameter, its value and its range
 * @example replayPolicy({ demand: { daily: new Array(10).fill([0, 1]) }, leadTimeDays: 0, unmetDemand: 'lost',
 *   seed: 1 }, baseStockPolicy({ orderUpToLevel: 1 })).fillRate // { value: 1, standardError: 0 }
 */
export function replayPolicy(situation: ReplaySituation, policy: OrderingPolicy): PolicyPerformance {
  const run = prepareReplay(situation);
  const { paths } = run.customers;
  const days = run.customers.days - run.warmUpDays;
  const ledger = createLedger(paths);
  for (let path = 0; path < paths; path++) replayPath(run, policy, path, ledger);
  const perDay = (counts: Float64Array) => ratioEstimate(counts, new Float64Array(paths).fill(days));
  const costs = costOfPaths(ledger, situation.costs ?? {});
  const fillRate = shareWithout(ledger.unmet, ledger.demand);
  const cycleService = shareWithout(ledger.shortCycles, ledger.cycles);
  return {
    paths,
    days,
    ...(cycleService ? { cycleService } : {}),
    ...(fillRate ? { fillRate } : {}),
    readyRate: perDay(ledger.readyDays),
    averageStock: perDay(ledger.stockDays),
    averageBackorders: perDay(ledger.backorderDays),
    wastePerDay: perDay(ledger.wasted),
    ordersPerDay: perDay(ledger.orders),
    unitsOrderedPerDay: perDay(ledger.ordered),
    costPerDay: perDay(costs),
    ledger,
  };
}

function createLedger(paths: number): ReplayLedger {
  const counts = () => new Float64Array(paths);
  return {
    opening: counts(),
    openingOnOrder: counts(),
    openingBackorders: counts(),
    demand: counts(),
    unmet: counts(),
    lost: counts(),
    sold: counts(),
    wasted: counts(),
    orders: counts(),
    ordered: counts(),
    received: counts(),
    closing: counts(),
    closingOnOrder: counts(),
    closingBackorders: counts(),
    cycles: counts(),
    shortCycles: counts(),
    readyDays: counts(),
    stockDays: counts(),
    backorderDays: counts(),
  };
}

function costOfPaths(ledger: ReplayLedger, costs: PolicyCosts): Float64Array {
  const { fixedPerOrder = 0, perUnitOrdered = 0, holdingPerUnitPerDay = 0 } = costs;
  const { shortagePerUnit = 0, backorderPerUnitPerDay = 0, wastePerUnit = 0 } = costs;
  return ledger.orders.map(
    (orders, path) =>
      orders * fixedPerOrder +
      ledger.ordered[path]! * perUnitOrdered +
      ledger.stockDays[path]! * holdingPerUnitPerDay +
      ledger.unmet[path]! * shortagePerUnit +
      ledger.backorderDays[path]! * backorderPerUnitPerDay +
      ledger.wasted[path]! * wastePerUnit,
  );
}

/** 1 - sum of parts / sum of wholes; undefined when there is no whole. */
function shareWithout(parts: Float64Array, wholes: Float64Array): Estimate | undefined {
  if (wholes.every((whole) => whole === 0)) return undefined;
  const { value, standardError } = ratioEstimate(parts, wholes);
  return { value: 1 - value, standardError };
}

/**
 * The ratio of two sums over independent paths, with the standard error of its linearisation.
 *
 * @see Cochran (1977), Sampling Techniques, 3rd ed., equation (2.39) without finite population correction
 */
function ratioEstimate(numerators: Float64Array, denominators: Float64Array): Estimate {
  const paths = numerators.length;
  let above = 0;
  let below = 0;
  for (let path = 0; path < paths; path++) {
    above += numerators[path]!;
    below += denominators[path]!;
  }
  const value = above / below;
  let squares = 0;
  for (let path = 0; path < paths; path++) {
    squares += (numerators[path]! - value * denominators[path]!) ** 2;
  }
  return { value, standardError: Math.sqrt((squares * paths) / (paths - 1)) / below };
}
