import type { ProposedAction, RejectionReason, SavingsTerm, SavingsTermName } from '@granary/inventory';
import type { BatchRemedy } from './propose-task.ts';

interface Names {
  storeName(storeId: string): string;
}

/** One sentence a planner can check: what is there, what will sell, and why this remedy. */
export function reasonOf(
  remedy: BatchRemedy,
  action: ProposedAction,
  names: Names & { batch: BatchFacts; batches: BatchFacts[] },
): string {
  const onHand = names.batch.on_hand_qty;
  const unsold = remedy.comparison.doNothing.unsoldUnits;
  if (remedy.sellableDays < 1) return `${count(onHand)} on hand are past their last day of sale`;
  const older = olderUnits(remedy, names.batch, names.batches);
  const queue = older.waiting === 0 ? '' : `, behind ${format(older.waiting)} that expire sooner`;
  const after = older.planned === 0 ? '' : `, after the plan for ${format(older.planned)} that expire sooner`;
  const left = `${Math.round(unsold.mean)} of ${onHand} will not sell in ${days(remedy.sellableDays)}${queue}${after}`;
  const here = `sells ${perDay(remedy.demand.mean)} a day here`;
  switch (action.kind) {
    case 'TRANSFER': {
      const there = remedy.destinationMeans[action.toStoreId ?? ''];
      return `${left}; ${here}${there === undefined ? '' : `, ${format(there)} there`}`;
    }
    case 'MARKDOWN': {
      const uplift =
        action.demandUplift === undefined
          ? ''
          : `; at ${action.discountPct} % off ${format(action.demandUplift)} times as many customers`;
      return `${left}; ${here}${uplift}`;
    }
    case 'LIQUIDATE':
      return action.dispose === true
        ? `${left}; nothing brings in more than it costs: write it off`
        : `${left}; ${here}; no store and no discount does better`;
  }
}

interface BatchFacts {
  batch_id: string;
  expiry_date: string;
  on_hand_qty: number;
}

/**
 * Units of the item at the store that expire before this batch: those that
 * first-expired-first-out customers take first, and those that the plan of
 * another batch has taken away, without which these figures would be others.
 */
function olderUnits(remedy: BatchRemedy, batch: BatchFacts, batches: BatchFacts[]) {
  let waiting = 0;
  let planned = 0;
  for (const other of batches) {
    if (other.expiry_date >= batch.expiry_date) continue;
    const found = remedy.planned.find(({ batchId }) => batchId === other.batch_id)?.units ?? 0;
    waiting += found;
    planned += other.on_hand_qty - found;
  }
  return { waiting, planned };
}

const termWords: Record<SavingsTermName, string> = {
  'waste avoided at cost': 'Waste avoided, at cost',
  'disposal avoided': 'Disposal avoided',
  'margin of additional sales': 'Margin of additional sales',
  'margin of later sales replaced': 'Margin of later sales they replace',
  'discount given away': 'Discount given away',
  'liquidated units at cost': 'Cost of the liquidated units',
  'liquidation recovery': 'Paid by the liquidator',
  'liquidation handling': 'Handling of the liquidation',
  'transfer cost per unit': 'Transport of the units',
  'transfer fixed cost': 'Transport, fixed',
  'replacement cost difference': 'Difference of purchase cost between the stores',
};

export function termLabel(term: SavingsTerm, names: Names): string {
  const words = termWords[term.name];
  return term.storeId === null ? words : `${words}, ${names.storeName(term.storeId)}`;
}

const rejections: Record<RejectionReason, string> = {
  'arrives after its last sellable day': 'It would arrive after its last day of sale',
  'no free capacity': 'There is no room in the store',
  'less than one pack': 'Less than one pack would move',
  'sells no faster there': 'It sells no faster there',
  'cost exceeds gain': 'It costs more than it saves',
  'saves less than the minimum': 'It saves less than the minimum set in the rules',
  'saves less than the plan': 'It saves less than the plan chosen',
  'markdown not allowed': 'The rules do not allow a markdown',
  'a markdown is running': 'Another batch of the item is marked down already',
  'price below the floor': 'The price would fall below the floor set in the rules',
  'past its last sellable day': 'It is past its last day of sale',
};

export function whyRejected(reason: RejectionReason): string {
  return rejections[reason];
}

function count(units: number): string {
  return units === 1 ? '1 unit' : `${units} units`;
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}

function perDay(mean: number[]): string {
  return format(mean.reduce((sum, value) => sum + value, 0) / Math.max(1, mean.length));
}

function format(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: value < 10 ? 1 : 0 });
}
