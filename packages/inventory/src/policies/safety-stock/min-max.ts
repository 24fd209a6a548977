import { requireFinite, requireNonNegative } from '@granary/statistics';
import { type OrderSizeRules, orderInPacks, type SizedOrder } from './order-rounding.ts';
import type { SafetyStockTerms } from './safety-stock-terms.ts';

/** Stock levels in whole units between which a planning system keeps an item, with their terms. */
export interface MinMaxLevels {
  /** order when the position is at or below this many units [s] */
  minimum: number;
  /** order up to this many units [S] */
  maximum: number;
  /** the level before rounding to whole units, and what it is made of */
  terms: SafetyStockTerms;
  /** units per order that the maximum allows for, before rounding */
  orderQuantity: number;
}

/**
 * Minimum and maximum from a level that protects against stock-outs and a quantity per order, often the economic
 * one: the minimum is the level and the maximum the level plus the quantity, both rounded up to whole units.
 *
 * @param options.terms         from any of the safety stock functions
 * @param options.orderQuantity units per order, at least 0 [Q]
 * @throws RangeError when the quantity is negative or the level not finite
 * @see Silver, Pyke, Thomas (2017), Inventory and Production Management in Supply Chains, 4th ed., chapter 6
 */
export function minMaxLevels(options: { terms: SafetyStockTerms; orderQuantity: number }): MinMaxLevels {
  const { terms, orderQuantity } = options;
  requireFinite('level', terms.level);
  requireNonNegative('orderQuantity', orderQuantity);
  // The minimum may not be negative zero, nor 98 become 99 for the last bit of a sum.
  const wholeUnits = (units: number) => Math.ceil(units - 1e-9) + 0;
  return {
    minimum: wholeUnits(terms.level),
    maximum: wholeUnits(terms.level + orderQuantity),
    terms,
    orderQuantity,
  };
}

/**
 * Units to order now under min-max: back to the maximum when the position is at or below the minimum, else
 * nothing. That is the (s, S) rule, s being the minimum and S the maximum.
 *
 * Some planning systems order only below the minimum. Here the minimum is a reorder point: a point that protects
 * a share of demand is computed for ordering as soon as the position reaches it.
 *
 * @param options.position units on hand and on order, less backorders [IP]
 * @throws RangeError when the position is not finite, the maximum below the minimum, or a rule of the supplier
 *   out of range
 * @example minMaxOrder({ position: 7, minimum: 10, maximum: 40 }).units // 33
 */
export function minMaxOrder(
  options: OrderSizeRules & { position: number; minimum: number; maximum: number },
): SizedOrder {
  const { position, minimum, maximum } = options;
  requireFinite('position', position);
  requireFinite('minimum', minimum);
  requireFinite('maximum', maximum);
  if (maximum < minimum) {
    throw new RangeError(`maximum is ${maximum}; it must be at least minimum, ${minimum}`);
  }
  return orderInPacks({ ...options, neededUnits: position <= minimum ? maximum - position : 0 });
}
