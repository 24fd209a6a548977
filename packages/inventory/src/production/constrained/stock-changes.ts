import { momentOf } from './constraints.ts';
import { type Flow, flowsByItem, type ItemFlows } from './flows.ts';
import type { ConstrainedPlanInput } from './input.ts';
import type { Planning } from './planning.ts';
import type { StockChange } from './result.ts';
import { NEGLIGIBLE } from './stock-profile.ts';

/** The stock of every item after each arrival and withdrawal, with the days it covers. */
export function stockChanges(planning: Planning, input: ConstrainedPlanInput): StockChange[] {
  const dueOf = new Map(planning.model.demands.map(({ demand, due }) => [demand.id, due]));
  return flowsByItem(planning, input).flatMap((flows) => changesOf(flows, dueOf));
}

function changesOf(
  { item, arriving, leaving }: ItemFlows,
  dueOf: ReadonlyMap<string, number>,
): StockChange[] {
  const changes: StockChange[] = [];
  let onHand = 0;
  let left = 0;
  let arrived = 0;
  const record = (flow: Flow, change: number) => {
    onHand += change;
    const daysOfCover = coverAfter(flow.day, onHand, leaving, left, dueOf);
    changes.push({ item, date: momentOf(flow.day), change, onHand, daysOfCover });
  };
  while (arrived < arriving.length || left < leaving.length) {
    const coming = arriving[arrived];
    const going = leaving[left];
    if (coming && (!going || coming.day <= going.day)) {
      arrived++;
      // What is there from the beginning is no change on any day.
      if (coming.kind === 'on-hand') onHand += coming.quantity;
      else record(coming, coming.quantity);
    } else if (going) {
      left++;
      record(going, -going.quantity);
    }
  }
  return changes;
}

function coverAfter(
  day: number,
  onHand: number,
  leaving: readonly Flow[],
  from: number,
  dueOf: ReadonlyMap<string, number>,
): number {
  let overdue = 0;
  let used = 0;
  let cover = Number.POSITIVE_INFINITY;
  for (let at = from; at < leaving.length; at++) {
    const { order, quantity, day: leavesOn } = leaving[at]!;
    if ((dueOf.get(order?.demand ?? '') ?? day) < day) overdue += quantity;
    used += quantity;
    if (used >= onHand - NEGLIGIBLE) cover = Math.min(cover, leavesOn - day);
  }
  return overdue > 0 && overdue >= onHand - NEGLIGIBLE ? 0 : cover;
}
