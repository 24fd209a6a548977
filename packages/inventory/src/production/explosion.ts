import { requireNonNegative } from '@granary/statistics';
import {
  type BillOfMaterialIndex,
  type BillOfMaterialItem,
  indexBillOfMaterial,
} from './bill-of-material.ts';
import { type LotRule, lotQuantity, periodsCovered, requireLotRule } from './lot-rules.ts';
import { roundingSlack, roundUpToWhole } from './whole-units.ts';

/** Units that come or go in a period; periods count from 1. */
export interface PeriodQuantity {
  period: number;
  quantity: number;
}

/** An item to plan. Quantities are in the item's own unit. */
export interface RequirementsItem extends BillOfMaterialItem {
  /** periods from release to receipt, a whole number, at least 0 */
  leadTimePeriods: number;
  /** lot-for-lot when absent */
  lotRule?: LotRule;
  /** stock at the start of period 1, at least 0; 0 when absent */
  onHand?: number;
  /** stock below which a net requirement arises, at least 0; 0 when absent */
  safetyStock?: number;
  /** good units per unit started, above 0 to 1; 1 when absent */
  yieldShare?: number;
  /** what is on order already */
  scheduledReceipts?: readonly PeriodQuantity[];
  /** demand from outside: of customers for a product, of workshops for a component */
  independentDemand?: readonly PeriodQuantity[];
}

export interface RequirementsInput {
  /** length of the horizon, a whole number, at least 1 */
  periods: number;
  items: readonly RequirementsItem[];
  /** rounds lots, started quantities and component requirements up to whole units; true when absent */
  wholeUnits?: boolean;
}

/** Values of all items and periods; that of item `i` in period `t` stands at `i * periods + t - 1`. */
export interface RequirementsPlan {
  periods: number;
  wholeUnits: boolean;
  items: readonly RequirementsItem[];
  bill: BillOfMaterialIndex;
  gross: Float64Array;
  scheduledReceipts: Float64Array;
  projectedOnHand: Float64Array;
  netRequirements: Float64Array;
  plannedReceipts: Float64Array;
  /** units to start for the planned receipt that stands at the same place: receipts / yield */
  startedQuantity: Float64Array;
}

/**
 * Material requirements planning: nets the requirements of every item against its stock and scheduled
 * receipts, sizes lots, sets them back by the lead time and passes them on to the components, item by item in
 * the order of the low-level codes. In a period receipts come before requirements; the net requirement is
 * what is missing to the safety stock. A release that should lie before period 1 keeps its true period (see
 * `requirementsTable`), and its components are required in period 1, the first in which they can be used.
 * Capacity is not looked at and scheduled receipts are not moved (`actionMessages` says which should be).
 * Time grows with items x periods + bill-of-material lines x periods.
 *
 * Not for plans in which dates must be possible: see `planConstrained`.
 *
 * @throws RangeError that names parameter, value and range; a loop in the bills is named item by item
 * @see Orlicky (1975), Material Requirements Planning; Jacobs & Chase, Operations and Supply Chain
 *   Management, chapter on material requirements planning
 * @example
 * const plan = explodeRequirements({
 *   periods: 4,
 *   items: [
 *     { id: 'table', leadTimePeriods: 1, independentDemand: [{ period: 4, quantity: 5 }],
 *       billOfMaterial: [{ component: 'leg', quantityPer: 4 }] },
 *     { id: 'leg', leadTimePeriods: 2, onHand: 6 },
 *   ],
 * });
 * requirementsTable(plan, 'leg').plannedReleases // [{ period: 1, quantity: 14 }]
 */
export function explodeRequirements(input: RequirementsInput): RequirementsPlan {
  const { periods, items, wholeUnits = true } = input;
  if (!(Number.isInteger(periods) && periods >= 1)) {
    throw new RangeError(`periods is ${periods}; it must be a whole number, at least 1`);
  }
  if (periods * items.length > LARGEST_PLAN) {
    throw new RangeError(
      `periods is ${periods}; it must be at most ${Math.floor(LARGEST_PLAN / items.length)} for ${items.length} items, since a plan has at most ${LARGEST_PLAN} values per table`,
    );
  }
  const bill = indexBillOfMaterial(items);
  const size = items.length * periods;
  const plan: RequirementsPlan = {
    periods,
    wholeUnits,
    items,
    bill,
    gross: new Float64Array(size),
    scheduledReceipts: new Float64Array(size),
    projectedOnHand: new Float64Array(size),
    netRequirements: new Float64Array(size),
    plannedReceipts: new Float64Array(size),
    startedQuantity: new Float64Array(size),
  };
  for (const [index, item] of items.entries()) {
    requireItem(item);
    const first = index * periods;
    addUp(
      plan.gross.subarray(first, first + periods),
      item.independentDemand,
      `independentDemand of '${item.id}'`,
    );
    addUp(
      plan.scheduledReceipts.subarray(first, first + periods),
      item.scheduledReceipts,
      `scheduledReceipts of '${item.id}'`,
    );
  }
  for (const index of bill.parentsFirst) {
    netItem(plan, index);
    requireComponents(plan, index);
  }
  return plan;
}

/**
 * Units of a component that an order requires: what it starts x units each, and what scrap takes.
 *
 * @param line place of the component in the arrays of the bill of material
 */
export function componentRequirement(plan: RequirementsPlan, line: number, started: number): number {
  const { quantityPer, scrapShare } = plan.bill;
  const units = (started * quantityPer[line]!) / (1 - scrapShare[line]!);
  return plan.wholeUnits ? roundUpToWhole(units) : units;
}

function netItem(plan: RequirementsPlan, index: number): void {
  const { periods, gross, scheduledReceipts, wholeUnits } = plan;
  const item = plan.items[index]!;
  const { onHand = 0, safetyStock = 0, yieldShare = 1 } = item;
  const rule = item.lotRule ?? LOT_FOR_LOT;
  const covered = periodsCovered(rule);
  const first = index * periods;
  const end = first + periods;
  let stock = onHand;
  for (let at = first; at < end; at++) {
    stock += scheduledReceipts[at]! - gross[at]!;
    const net = safetyStock - stock;
    if (!Number.isFinite(stock)) refuseSize(item, at - first + 1, gross[at]!);
    // A shortage of rounding errors alone must not call for a lot.
    if (net > roundingSlack(Math.max(gross[at]!, safetyStock))) {
      plan.netRequirements[at] = net;
      let need = net;
      let ahead = stock;
      for (let later = at + 1; later < Math.min(end, at + covered); later++) {
        ahead += scheduledReceipts[later]! - gross[later]!;
        need = Math.max(need, safetyStock - ahead);
      }
      const receipt = lotQuantity(rule, need, wholeUnits);
      const started = receipt / yieldShare;
      if (!(started < Number.POSITIVE_INFINITY)) refuseSize(item, at - first + 1, started);
      plan.plannedReceipts[at] = receipt;
      plan.startedQuantity[at] = wholeUnits ? roundUpToWhole(started) : started;
      stock += receipt;
    }
    plan.projectedOnHand[at] = stock;
  }
}

function refuseSize({ id }: RequirementsItem, period: number, quantity: number): never {
  throw new RangeError(
    `requirement or order of '${id}' in period ${period} is ${quantity}; it must be a finite number, which demand, quantities per unit, yield and scrap have to allow`,
  );
}

function requireComponents(plan: RequirementsPlan, parent: number): void {
  const { periods, bill, startedQuantity, gross } = plan;
  const leadTime = plan.items[parent]!.leadTimePeriods;
  const first = parent * periods;
  for (let line = bill.firstLine[parent]!; line < bill.firstLine[parent + 1]!; line++) {
    const componentFirst = bill.component[line]! * periods;
    for (let period = 0; period < periods; period++) {
      const started = startedQuantity[first + period]!;
      if (started === 0) continue;
      const required = Math.max(0, period - leadTime);
      gross[componentFirst + required]! += componentRequirement(plan, line, started);
    }
  }
}

/** Items x periods: six tables of 20 million numbers are 1 GB. */
const LARGEST_PLAN = 20_000_000;

const LOT_FOR_LOT: LotRule = { kind: 'lot-for-lot' };

function requireItem(item: RequirementsItem): void {
  const { id, leadTimePeriods, onHand = 0, safetyStock = 0, yieldShare = 1, lotRule } = item;
  if (!(Number.isInteger(leadTimePeriods) && leadTimePeriods >= 0)) {
    throw new RangeError(
      `leadTimePeriods of '${id}' is ${leadTimePeriods}; it must be a whole number, at least 0`,
    );
  }
  requireNonNegative(`onHand of '${id}'`, onHand);
  requireNonNegative(`safetyStock of '${id}'`, safetyStock);
  if (!(yieldShare > 0 && yieldShare <= 1)) {
    throw new RangeError(`yieldShare of '${id}' is ${yieldShare}; it must be above 0 and at most 1`);
  }
  if (lotRule) requireLotRule(`lotRule of '${id}'`, lotRule);
}

function addUp(into: Float64Array, quantities: readonly PeriodQuantity[] | undefined, place: string): void {
  for (const { period, quantity } of quantities ?? []) {
    if (!(Number.isInteger(period) && period >= 1 && period <= into.length)) {
      throw new RangeError(
        `${place}: period is ${period}; it must be a whole number from 1 to ${into.length}`,
      );
    }
    requireNonNegative(`${place}: quantity`, quantity);
    into[period - 1]! += quantity;
  }
}
