import { largestAt } from './concave-search.ts';
import { bestLiquidation } from './liquidation.ts';
import { betterPlan, DO_NOTHING, expectedSavings, type RemedyPlan } from './remedy-plan.ts';
import { isHighRisk } from './remedy-report.ts';
import type { RejectionReason, RemedyInput } from './remedy-types.ts';
import type { RemedyValuation } from './remedy-valuation.ts';
import { bestTransfer, freePacks } from './transfer.ts';
import { bestTransfers } from './transfer-plan.ts';

export interface CandidatePlan {
  plan: RemedyPlan;
  /** known before it is compared, for example that nobody there wants it */
  reason?: RejectionReason;
}

/** What is possible: positions in `input.destinations`, and discounts in percent. */
export interface OpenRemedies {
  destinations: number[];
  discounts: number[];
}

/**
 * The plan that saves most, and the plans it was compared with. Each remedy is valued alone; every
 * discount of the grid is looked at from the first day, and if the rules allow it from later days. Mixes are climbed to from the best transfers and from each
 * discount. It is a search, not a proof: against trying every quantity, discount and liquidation of small
 * random cases it missed nothing in 14,146 with one destination, and 0.04 % in 1 of 883 with two. It is
 * never worse than the best single remedy.
 */
export function bestPlan(
  input: RemedyInput,
  valuation: RemedyValuation,
  open: OpenRemedies,
): { chosen: RemedyPlan; candidates: CandidatePlan[] } {
  const singles = singleRemedies(input, valuation, open);
  const transfers = bestTransfers(input, valuation, DO_NOTHING, open.destinations);
  const transfersOnly: RemedyPlan = { ...DO_NOTHING, transfers };
  const alone = singles.map(({ plan }) => plan);
  const moved = alone.filter((plan) => plan.transfers.length > 0);
  const marked = alone.filter((plan) => plan.discountPct > 0);
  // A quantity suits its discount and the other way round, so each discount is a start of its own; the
  // stores that are best without a discount stand for all, or this would cost a projection for each pair.
  const shortlist = [transfersOnly, ...bestOf(input, valuation, moved)].flatMap((plan) =>
    plan.transfers.map(({ destination }) => destination),
  );
  const near: OpenRemedies = { destinations: [...new Set(shortlist)], discounts: open.discounts };
  const mixes = [transfersOnly, ...marked]
    .map((start) => climb(input, valuation, start, near))
    .concat(bestOf(input, valuation, moved))
    .map((plan) => sharedWithLiquidator(input, valuation, plan));
  const timed = [...bestOf(input, valuation, marked), ...bestOf(input, valuation, mixes)].map((plan) =>
    withBestTiming(input, valuation, plan, open.discounts),
  );
  const worthwhile = [...alone, ...mixes, ...timed].filter(
    (plan) => expectedSavings(input, valuation, plan) >= leastSavings(input),
  );
  const [best] = bestOf(input, valuation, worthwhile);
  const tried = [transfersOnly, ...bestOf(input, valuation, mixes), ...timed];
  const candidates = [...singles, ...tried.map((plan) => ({ plan }))];
  return { chosen: best ?? fallback(input, valuation), candidates };
}

/** A proposal saves this much; with a minimum of 0 it still has to save something. */
function leastSavings(input: RemedyInput): number {
  return Math.max(input.rules.minSavings, 1e-6);
}

/** The best plan in an array of one, or nothing when there is none. */
function bestOf(input: RemedyInput, valuation: RemedyValuation, plans: RemedyPlan[]): RemedyPlan[] {
  return plans.length === 0 ? [] : [plans.reduce((top, plan) => betterPlan(input, valuation, top, plan))];
}

/** Each destination with its best quantity, each discount, the best liquidation and that of all. */
function singleRemedies(
  input: RemedyInput,
  valuation: RemedyValuation,
  { destinations, discounts }: OpenRemedies,
): CandidatePlan[] {
  const singles: CandidatePlan[] = destinations.map((destination) => {
    const { units, rejectedBecause } = bestTransfer(input, valuation, DO_NOTHING, destination);
    return { plan: { ...DO_NOTHING, transfers: [{ destination, units }] }, reason: rejectedBecause };
  });
  for (const discountPct of discounts) singles.push({ plan: { ...DO_NOTHING, discountPct } });
  const part = bestLiquidation(input, valuation, []);
  if (part) singles.push({ plan: part.plan });
  singles.push({ plan: { ...DO_NOTHING, liquidated: valuation.batch.units } });
  return singles;
}

/**
 * Improves transfers and the remedy of the rest in turn until neither gains. It ends: savings rise
 * each round, and there are finitely many plans.
 */
function climb(
  input: RemedyInput,
  valuation: RemedyValuation,
  start: RemedyPlan,
  { destinations, discounts }: OpenRemedies,
): RemedyPlan {
  let plan = start;
  for (;;) {
    const transfers = bestTransfers(input, valuation, plan, destinations);
    const moved = betterPlan(input, valuation, plan, { ...plan, transfers });
    const next = withBestRest(input, valuation, moved, discounts);
    const gain = expectedSavings(input, valuation, next) - expectedSavings(input, valuation, plan);
    if (gain <= 1e-9) return plan;
    plan = next;
  }
}

/** The plan's transfers with the best remedy of what stays: none, a discount, or a liquidation. */
function withBestRest(
  input: RemedyInput,
  valuation: RemedyValuation,
  plan: RemedyPlan,
  discounts: number[],
): RemedyPlan {
  const bare: RemedyPlan = { ...DO_NOTHING, transfers: plan.transfers };
  const rests: RemedyPlan[] = discounts.map((discountPct) => ({ ...bare, discountPct }));
  const liquidation = bestLiquidation(input, valuation, plan.transfers);
  if (liquidation) rests.push(liquidation.plan);
  const without = expectedSavings(input, valuation, bare);
  return rests
    .filter((rest) => expectedSavings(input, valuation, rest) - without >= leastSavings(input))
    .reduce((top, rest) => betterPlan(input, valuation, top, rest), bare);
}

/**
 * A plan's markdown with the best pair of discount and first day, transfers as they are: all days if
 * there are at most 8, else 8 of them.
 */
function withBestTiming(
  input: RemedyInput,
  valuation: RemedyValuation,
  plan: RemedyPlan,
  discounts: number[],
): RemedyPlan {
  if (plan.discountPct === 0 || !input.rules.markdownMayStartLater) return plan;
  const stride = Math.ceil(valuation.batch.sellableDays / 8);
  let best = plan;
  for (let markdownFromDay = 1; markdownFromDay <= valuation.batch.sellableDays; markdownFromDay += stride) {
    for (const discountPct of discounts) {
      best = betterPlan(input, valuation, best, { ...plan, discountPct, markdownFromDay });
    }
  }
  return best;
}

/**
 * The plan with each transfer chosen together with a liquidation of the rest, when that is better: one
 * unit less to a store may be one unit more to the liquidator, which changing one at a time never finds.
 */
function sharedWithLiquidator(input: RemedyInput, valuation: RemedyValuation, start: RemedyPlan): RemedyPlan {
  let plan = start;
  for (const { destination } of start.transfers) {
    const others = plan.transfers.filter((transfer) => transfer.destination !== destination);
    const free = freePacks(input, valuation, others, destination);
    const withPacks = (packs: number): RemedyPlan => {
      const units = packs * input.rules.transferPackUnits;
      const transfers = packs === 0 ? others : [...others, { destination, units }];
      const bare: RemedyPlan = { ...DO_NOTHING, transfers };
      return betterPlan(input, valuation, bare, bestLiquidation(input, valuation, transfers)?.plan ?? bare);
    };
    const best = largestAt(free, (packs) => expectedSavings(input, valuation, withPacks(packs)));
    plan = betterPlan(input, valuation, plan, withPacks(best.step));
  }
  return plan;
}

/** For a batch of high risk that no remedy helps enough: the best liquidation, if it saves anything. */
function fallback(input: RemedyInput, valuation: RemedyValuation): RemedyPlan {
  if (!isHighRisk(input, valuation)) return DO_NOTHING;
  const liquidation = bestLiquidation(input, valuation, []);
  return liquidation && liquidation.savings > 1e-6 ? liquidation.plan : DO_NOTHING;
}
