import type { DemandPathsInput } from '../projection/daily-demand.ts';
import { largestAt } from './concave-search.ts';
import { expectedSavings, type PlannedTransfer, type RemedyPlan, transferCost } from './remedy-plan.ts';
import type { RejectionReason, RemedyInput } from './remedy-types.ts';
import type { RemedyValuation } from './remedy-valuation.ts';

/** Why nothing can be moved to this destination, or undefined. Costs nothing to ask: no projection. */
export function transferBarrier(
  input: RemedyInput,
  valuation: RemedyValuation,
  destination: number,
): RejectionReason | undefined {
  const { rules, destinations } = input;
  const { lane, freeCapacityUnits, demand } = destinations[destination]!;
  const { batch, baseDemand } = valuation;
  const arrivalDay = 1 + lane.leadTimeDays;
  if (arrivalDay > batch.sellableDays) return 'arrives after its last sellable day';
  if (freeCapacityUnits !== null && freeCapacityUnits < rules.transferPackUnits) return 'no free capacity';
  if (batch.units < rules.transferPackUnits) return 'less than one pack';
  if (!rules.slowerDestinationsAllowed) {
    const there = unitsWanted(demand, arrivalDay, batch.sellableDays);
    const here = unitsWanted(baseDemand, arrivalDay, batch.sellableDays);
    if (there <= here) return 'sells no faster there';
  }
  return undefined;
}

/** Base demand over all paths between two days, both included. */
function unitsWanted(demand: DemandPathsInput, fromDay: number, toDay: number): number {
  let units = 0;
  for (let path = 0; path < demand.paths; path++) {
    for (let day = fromDay; day <= toDay; day++) units += demand.units[path * demand.days + day - 1]!;
  }
  return units;
}

export interface TransferOffer extends PlannedTransfer {
  /** what it adds to the plan it joins */
  gain: number;
  /** set when the gain is not positive, or no unit gains even if transport were free */
  rejectedBecause?: RejectionReason;
}

/**
 * The best quantity to move to one destination on top of a plan, in whole packs. The gain is close to
 * concave in the quantity: each further unit meets rarer demand there and leaves a unit here that would
 * have sold more surely. (Not quite, where customers pick the freshest and older stock there is left.)
 */
export function bestTransfer(
  input: RemedyInput,
  valuation: RemedyValuation,
  plan: RemedyPlan,
  destination: number,
): TransferOffer {
  const { transferPackUnits } = input.rules;
  const most = freePacks(input, valuation, plan.transfers, destination, plan.liquidated);
  if (most < 1) return { destination, units: 0, gain: 0, rejectedBecause: 'less than one pack' };
  const before = expectedSavings(input, valuation, plan);
  const gainOf = (packs: number): number =>
    packs === 0 ? 0 : expectedSavings(input, valuation, withTransfer(plan, destination, packs)) - before;
  const withTransfer = (base: RemedyPlan, to: number, packs: number): RemedyPlan => ({
    ...base,
    transfers: [...base.transfers, { destination: to, units: packs * transferPackUnits }],
  });
  // Most stores end here: neither one pack, nor all of them, nor half gains anything before its cost.
  const gross = [1, Math.ceil(most / 2), most].map(
    (packs) => gainOf(packs) + transferCost(input, { destination, units: packs * transferPackUnits }),
  );
  if (Math.max(...gross) <= 1e-9) {
    return {
      destination,
      units: transferPackUnits,
      gain: gainOf(1),
      rejectedBecause: 'sells no faster there',
    };
  }
  const best = largestAt(most - 1, (step) => gainOf(step + 1));
  const offer = { destination, units: (best.step + 1) * transferPackUnits, gain: best.value };
  return best.value > 1e-9 ? offer : { ...offer, rejectedBecause: 'cost exceeds gain' };
}

/** Whole packs of the batch that are left to move and that the destination can store. */
export function freePacks(
  input: RemedyInput,
  valuation: RemedyValuation,
  transfers: PlannedTransfer[],
  destination: number,
  liquidated = 0,
): number {
  const { freeCapacityUnits } = input.destinations[destination]!;
  let movable = valuation.batch.units - liquidated;
  for (const transfer of transfers) movable -= transfer.units;
  return Math.floor(Math.min(movable, freeCapacityUnits ?? movable) / input.rules.transferPackUnits);
}
