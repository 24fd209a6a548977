import { requireNonNegative, requirePositive } from '@granary/statistics';

/** What a supplier accepts as the size of an order. */
export interface OrderSizeRules {
  /** units, at least 0; 0 if left out */
  minimumUnits?: number;
  /** an order is a multiple of this many units, greater than 0; 1 if left out */
  packSize?: number;
  /** units, greater than 0; no limit if left out */
  maximumUnits?: number;
}

/** An order and how it came about: neededUnits + roundingUnits = units. */
export interface SizedOrder {
  /** units asked for */
  neededUnits: number;
  /** added to reach the minimum and whole packs; negative where the maximum cut the order */
  roundingUnits: number;
  /** units to order; 0 when nothing is needed */
  units: number;
  packs: number;
  /** which rule set the quantity */
  rule: 'none' | 'pack' | 'minimum' | 'maximum';
}

/**
 * The smallest order that covers a need in whole packs and reaches the minimum, cut to the packs that fit under
 * the maximum. Nothing needed orders nothing, whatever the minimum. When no whole pack fits between minimum and
 * maximum there is no valid order and the rules are refused.
 *
 * @param options.neededUnits units; 0 or less orders nothing
 * @throws RangeError when a rule is out of range, or no multiple of the pack lies between minimum and maximum
 * @example orderInPacks({ neededUnits: 33, packSize: 12, minimumUnits: 24 })
 *   // { neededUnits: 33, roundingUnits: 3, units: 36, packs: 3, rule: 'pack' }
 */
export function orderInPacks(options: OrderSizeRules & { neededUnits: number }): SizedOrder {
  const { neededUnits } = options;
  const { packSize = 1, minimumUnits = 0, maximumUnits } = options;
  requireRules(options);
  if (Number.isNaN(neededUnits) || neededUnits === Number.POSITIVE_INFINITY) {
    throw new RangeError(`neededUnits is ${neededUnits}; it must be a number below infinity`);
  }
  if (neededUnits <= 0) return { neededUnits, roundingUnits: 0, units: 0, packs: 0, rule: 'none' };
  const wanted = wholePacks(Math.max(neededUnits, minimumUnits), packSize);
  const most = maximumUnits === undefined ? Number.POSITIVE_INFINITY : packsWithin(maximumUnits, packSize);
  const packs = Math.min(wanted, most);
  const units = packs * packSize;
  return { neededUnits, roundingUnits: units - neededUnits, units, packs, rule: decidingRule() };

  function decidingRule(): SizedOrder['rule'] {
    if (most < wanted) return 'maximum';
    if (wholePacks(neededUnits, packSize) < wanted) return 'minimum';
    return units === neededUnits ? 'none' : 'pack';
  }
}

/** Packs to cover `units`. A need of 24.000000001, from adding tenths, is two packs of 12 and not three. */
function wholePacks(units: number, packSize: number): number {
  return Math.ceil(units / packSize - 1e-9);
}

function packsWithin(units: number, packSize: number): number {
  return Math.floor(units / packSize + 1e-9);
}

function requireRules({ minimumUnits = 0, packSize = 1, maximumUnits }: OrderSizeRules): void {
  requireNonNegative('minimumUnits', minimumUnits);
  requirePositive('packSize', packSize);
  if (maximumUnits === undefined) return;
  requirePositive('maximumUnits', maximumUnits);
  const least = Math.max(1, wholePacks(minimumUnits, packSize)) * packSize;
  if (packsWithin(maximumUnits, packSize) * packSize < least) {
    throw new RangeError(
      `maximumUnits is ${maximumUnits}; it must be at least ${least}, the smallest order of whole packs that reaches the minimum`,
    );
  }
}
