import { requirePositive } from '@granary/statistics';
import {
  bestCycle,
  type JointReplenishment,
  type JointReplenishmentCosts,
  jointReplenishmentBySilver,
  requireJointCosts,
} from './joint-replenishment.ts';

/** Plans to try, each weighing ten and its items: a second or two. */
const MOST_WORK = 3e6;

/**
 * The best common order cycle and multiples: no other plan of this form costs less. For a cycle time T each
 * item has its best multiple, which only changes at T = √(2k/(hλm(m+1))); so the cycle is shortened from change
 * to change, each time with the best cycle for the multiples found, down to the cycle below which the shared
 * order cost and the items alone would cost more than the best plan so far.
 *
 * Time grows with items × changes. There are few changes unless the shared cost is small beside the items', or one
 * item is wanted a million times as seldom as another: such items are better ordered each on its own, with
 * `economicOrderQuantity`.
 *
 * @throws RangeError when there is no item, the shared cost is not greater than 0, a cost or rate is out of range, or
 *   more changes would have to be tried than a second or two allows
 * @see Goyal (1974), Determination of Optimum Packaging Frequency of Items Jointly Replenished; Wildeman,
 *   Frenk, Dekker (1997), An Efficient Optimal Solution Method for the Joint Replenishment Problem
 * @example jointReplenishmentByEnumeration({ sharedFixedCost: 4, items: [{ fixedCost: 8, holdingCost: 1, demandRate: 70 },
 *   { fixedCost: 1, holdingCost: 1, demandRate: 10 }, { fixedCost: 10, holdingCost: 1, demandRate: 10 }] })
 *   // multiples 1, 1, 3; cost 59.94, where Silver's method gives 64.34
 */
export function jointReplenishmentByEnumeration(costs: JointReplenishmentCosts): JointReplenishment {
  requireJointCosts(costs);
  requirePositive('sharedFixedCost', costs.sharedFixedCost);
  const { sharedFixedCost, items } = costs;
  const changeAt = (index: number, multiple: number): number => {
    const item = items[index];
    if (!item) return 0;
    return Math.sqrt((2 * item.fixedCost) / (item.holdingCost * item.demandRate * multiple * (multiple + 1)));
  };
  const ownCosts = items.reduce(
    (sum, { fixedCost, holdingCost, demandRate }) =>
      sum + Math.sqrt(2 * fixedCost * holdingCost * demandRate),
    0,
  );

  const multiples = items.map(() => 1);
  let best = jointReplenishmentBySilver(costs);
  const together = bestCycle(costs, multiples.slice());
  if (together.cost < best.cost) best = together;
  for (let work = 0; ; work += items.length + 10) {
    // Where the next multiple changes when the cycle is shortened.
    let next = 0;
    let changing = 0;
    for (const [index, multiple] of multiples.entries()) {
      const change = changeAt(index, multiple);
      if (change > next) {
        next = change;
        changing = index;
      }
    }
    // A cycle of T costs at least K/T + Σ √(2khλ), since alone no item can do better than the latter.
    const gap = best.cost - ownCosts;
    if (!(gap > 0 && next > sharedFixedCost / gap)) return best;
    if (work > MOST_WORK) {
      throw new RangeError(
        `sharedFixedCost is ${sharedFixedCost}; it must be greater beside these items, or they more alike: ` +
          'too many multiples would have to be tried',
      );
    }
    multiples[changing] = (multiples[changing] ?? 0) + 1;
    const found = bestCycle(costs, multiples.slice());
    if (found.cost < best.cost) best = found;
  }
}
