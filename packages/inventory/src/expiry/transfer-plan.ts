import { largestAt } from './concave-search.ts';
import { expectedSavings, type PlannedTransfer, type RemedyPlan } from './remedy-plan.ts';
import type { RemedyInput } from './remedy-types.ts';
import type { RemedyValuation } from './remedy-valuation.ts';
import { bestTransfer } from './transfer.ts';

/** A plan to go on with, if it gains at least `threshold` on the present one. */
interface Improvement {
  plan: RemedyPlan;
  threshold: number;
}

/**
 * Transfers for the given rest of a plan (a markdown, a liquidation or nothing). The best improvement is
 * made again and again: one more destination, which has to add `minSavings`; packs handed from one
 * destination to another, since the first may have taken all; a quantity fitted to the others. It ends:
 * savings rise each time. Destinations that are worth least alone are left out, or each would be
 * projected for each quantity.
 */
export function bestTransfers(
  input: RemedyInput,
  valuation: RemedyValuation,
  rest: Omit<RemedyPlan, 'transfers'>,
  destinations: number[],
): PlannedTransfer[] {
  const { minSavings, maxTransfers = 3 } = input.rules;
  let plan: RemedyPlan = { ...rest, transfers: [] };
  const worthwhile = destinations
    .map((destination) => bestTransfer(input, valuation, plan, destination))
    .filter((offer) => !offer.rejectedBecause && offer.gain >= minSavings)
    .sort((a, b) => b.gain - a.gain || a.destination - b.destination)
    .slice(0, maxTransfers + 2)
    .map((offer) => offer.destination);
  for (;;) {
    const improvements = [
      ...additions(input, valuation, plan, worthwhile),
      ...exchanges(input, valuation, plan, worthwhile),
      ...refits(input, valuation, plan),
    ];
    const before = expectedSavings(input, valuation, plan);
    let most = 1e-9;
    let next: RemedyPlan | undefined;
    for (const { plan: candidate, threshold } of improvements) {
      const gain = expectedSavings(input, valuation, candidate) - before;
      if (gain > most && gain >= threshold && candidate.transfers.length <= maxTransfers) {
        most = gain;
        next = candidate;
      }
    }
    if (!next) return plan.transfers;
    plan = next;
  }
}

function additions(
  input: RemedyInput,
  valuation: RemedyValuation,
  plan: RemedyPlan,
  destinations: number[],
): Improvement[] {
  return destinations
    .filter((destination) => unitsTo(plan, destination) === 0)
    .map((destination) => bestTransfer(input, valuation, plan, destination))
    .filter((offer) => !offer.rejectedBecause)
    .map(({ destination, units }) => ({
      plan: { ...plan, transfers: [...plan.transfers, { destination, units }] },
      threshold: input.rules.minSavings,
    }));
}

/** For each pair of destinations, the best division of what goes to both. */
function exchanges(
  input: RemedyInput,
  valuation: RemedyValuation,
  plan: RemedyPlan,
  destinations: number[],
): Improvement[] {
  const improvements: Improvement[] = [];
  for (const { destination: from, units: unitsFrom } of plan.transfers) {
    for (const to of destinations) {
      if (to === from) continue;
      const unitsBefore = unitsTo(plan, to);
      const pack = input.rules.transferPackUnits;
      const packs = (unitsFrom + unitsBefore) / pack;
      const least = Math.max(0, packs - capacityPacks(input, from));
      const most = Math.min(packs, capacityPacks(input, to));
      if (most < least) continue;
      const divided = (packsTo: number): RemedyPlan =>
        withUnits(withUnits(plan, from, (packs - packsTo) * pack), to, packsTo * pack);
      const best = largestAt(most - least, (step) =>
        expectedSavings(input, valuation, divided(least + step)),
      );
      const threshold = unitsBefore === 0 ? input.rules.minSavings : 0;
      improvements.push({ plan: divided(least + best.step), threshold });
    }
  }
  return improvements;
}

/** Each quantity fitted anew, the others as they are. */
function refits(input: RemedyInput, valuation: RemedyValuation, plan: RemedyPlan): Improvement[] {
  if (plan.transfers.length < 2) return [];
  return plan.transfers.map(({ destination }) => {
    const without = withUnits(plan, destination, 0);
    const { units, rejectedBecause } = bestTransfer(input, valuation, without, destination);
    return { plan: withUnits(plan, destination, rejectedBecause ? 0 : units), threshold: 0 };
  });
}

function unitsTo(plan: RemedyPlan, destination: number): number {
  return plan.transfers.find((transfer) => transfer.destination === destination)?.units ?? 0;
}

/** The plan with so many units to a destination, in its place in the order; 0 takes it out. */
function withUnits(plan: RemedyPlan, destination: number, units: number): RemedyPlan {
  const transfers = plan.transfers.map((transfer) =>
    transfer.destination === destination ? { destination, units } : transfer,
  );
  if (unitsTo(plan, destination) === 0) transfers.push({ destination, units });
  return { ...plan, transfers: transfers.filter((transfer) => transfer.units > 0) };
}

function capacityPacks(input: RemedyInput, destination: number): number {
  const { freeCapacityUnits } = input.destinations[destination]!;
  if (freeCapacityUnits === null) return Number.POSITIVE_INFINITY;
  return Math.floor(freeCapacityUnits / input.rules.transferPackUnits);
}
