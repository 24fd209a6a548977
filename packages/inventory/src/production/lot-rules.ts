import { requirePositive } from '@granary/statistics';
import { roundUpToMultiple, roundUpToWhole } from './whole-units.ts';

/** How much to order when there is a net requirement. */
export type LotRule =
  /** exactly what is needed, in whole units where the plan is in whole units */
  | { kind: 'lot-for-lot' }
  /** the smallest multiple of `quantity` that covers the need */
  | { kind: 'fixed-order-quantity'; quantity: number }
  /** what this period and the following `periods` - 1 need together */
  | { kind: 'periodic-order-quantity'; periods: number }
  /** the need, at least `minimum`, rounded up to `multiple`; 0 and no rounding when absent */
  | { kind: 'minimum-and-multiple'; minimum?: number; multiple?: number };

/**
 * Checks a rule.
 *
 * @param place where it stands, for the message
 * @throws RangeError that names the field, its value and its range
 */
export function requireLotRule(place: string, rule: LotRule): void {
  if (rule.kind === 'fixed-order-quantity') requirePositive(`${place}.quantity`, rule.quantity);
  if (rule.kind === 'periodic-order-quantity' && !(Number.isInteger(rule.periods) && rule.periods >= 1)) {
    throw new RangeError(`${place}.periods is ${rule.periods}; it must be a whole number, at least 1`);
  }
  if (rule.kind === 'minimum-and-multiple') {
    if (rule.minimum !== undefined) requirePositive(`${place}.minimum`, rule.minimum);
    if (rule.multiple !== undefined) requirePositive(`${place}.multiple`, rule.multiple);
  }
}

/** Periods whose need one order covers: the order's own, and for a periodic quantity those after it. */
export function periodsCovered(rule: LotRule): number {
  return rule.kind === 'periodic-order-quantity' ? rule.periods : 1;
}

/**
 * Units to receive for a net requirement.
 *
 * @param need units needed in the periods the order covers, greater than 0
 * @param wholeUnits rounds up to whole units where the rule itself does not set the quantity
 * @example lotQuantity({ kind: 'minimum-and-multiple', minimum: 125, multiple: 100 }, 90, true) // 200
 */
export function lotQuantity(rule: LotRule, need: number, wholeUnits: boolean): number {
  switch (rule.kind) {
    case 'fixed-order-quantity':
      return roundUpToMultiple(need, rule.quantity);
    case 'minimum-and-multiple': {
      const atLeast = Math.max(need, rule.minimum ?? 0);
      if (rule.multiple !== undefined) return roundUpToMultiple(atLeast, rule.multiple);
      return wholeUnits ? roundUpToWhole(atLeast) : atLeast;
    }
    default:
      return wholeUnits ? roundUpToWhole(need) : need;
  }
}
