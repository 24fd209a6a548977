import { requireFinite, requireNonNegative, requirePositive } from '@granary/statistics';

/** What a policy sees at a review, before the day's customers come and after the day's receipts. */
export interface ReviewState {
  /** 1 is the first day of the replay */
  day: number;
  onHandUnits: number;
  onOrderUnits: number;
  /** 0 when unmet demand is lost */
  backorderUnits: number;
  /** on hand + on order - backorders [IP] */
  positionUnits: number;
  /** earliest expiry first; `remainingDays` counts today, and is infinite without a shelf life */
  batchesOnHand(): { units: number; remainingDays: number }[];
  /** earliest arrival first; `arrivalDay` is on the calendar of `day` */
  openOrders(): { units: number; arrivalDay: number }[];
  /** mean demand of the next `days` days, today included; beyond the replay its mean day goes on */
  expectedDemand(days: number): number;
}

/**
 * Units to order in a state; 0 or less orders nothing. A pure function: the replay rounds what it says up to
 * whole units, the minimum order and whole packs. The state is reused: do not keep it.
 */
export type OrderingPolicy = (state: ReviewState) => number;

/**
 * Orders up to a level at every review [base stock S, or (R, S) with a review period].
 *
 * @see Snyder, Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed., section 4.3.4
 */
export function baseStockPolicy(options: { orderUpToLevel: number }): OrderingPolicy {
  const { orderUpToLevel } = options;
  requireFinite('orderUpToLevel', orderUpToLevel);
  return ({ positionUnits }) => orderUpToLevel - positionUnits;
}

/**
 * Orders up to S when the position is at or below s [(s, S)].
 *
 * @see Snyder, Shen (2019), section 4.4
 */
export function reorderPointOrderUpToPolicy(options: {
  reorderPoint: number;
  orderUpToLevel: number;
}): OrderingPolicy {
  const { reorderPoint, orderUpToLevel } = options;
  requireFinite('reorderPoint', reorderPoint);
  requireFinite('orderUpToLevel', orderUpToLevel);
  if (!(orderUpToLevel > reorderPoint)) {
    throw new RangeError(
      `orderUpToLevel is ${orderUpToLevel}; it must be greater than reorderPoint, ${reorderPoint}`,
    );
  }
  return ({ positionUnits }) => (positionUnits <= reorderPoint ? orderUpToLevel - positionUnits : 0);
}

/**
 * Orders up to the maximum when the position is at or below the minimum: the (s, S) policy with s = minimum, as
 * `minMaxOrder`.
 */
export function minMaxPolicy(options: { minimum: number; maximum: number }): OrderingPolicy {
  const { minimum, maximum } = options;
  requireFinite('minimum', minimum);
  requireFinite('maximum', maximum);
  if (!(maximum >= minimum)) {
    throw new RangeError(`maximum is ${maximum}; it must be at least minimum, ${minimum}`);
  }
  return ({ positionUnits }) => (positionUnits <= minimum ? maximum - positionUnits : 0);
}

/**
 * Orders the fewest multiples of Q that lift the position above the reorder point, when it is at or below
 * [(r, Q), or (r, nQ) where demand can pass several multiples].
 *
 * @see Axsäter (2015), Inventory Control, 3rd ed., section 3.1.2
 */
export function reorderPointQuantityPolicy(options: {
  reorderPoint: number;
  orderQuantity: number;
}): OrderingPolicy {
  const { reorderPoint, orderQuantity } = options;
  requireFinite('reorderPoint', reorderPoint);
  requirePositive('orderQuantity', orderQuantity);
  return ({ positionUnits }) => {
    if (positionUnits > reorderPoint) return 0;
    return (Math.floor((reorderPoint - positionUnits) / orderQuantity) + 1) * orderQuantity;
  };
}

/**
 * Orders the economic order quantity, in whole units, when the position is at or below the reorder point.
 *
 * @param demandPerDay mean demand [λ], units per day, greater than 0
 * @param fixedCostPerOrder [K], money, greater than 0
 * @param holdingCostPerUnitPerDay [h], money, greater than 0
 * @see Harris (1913); Snyder, Shen (2019), equation (3.4)
 */
export function economicQuantityPolicy(options: {
  reorderPoint: number;
  demandPerDay: number;
  fixedCostPerOrder: number;
  holdingCostPerUnitPerDay: number;
}): OrderingPolicy {
  return reorderPointQuantityPolicy({
    reorderPoint: options.reorderPoint,
    orderQuantity: wholeEconomicQuantity(options),
  });
}

/**
 * The whole number of units Q of least K λ/Q + h Q/2. Cost at Q and at Q + 1 is equal where Q (Q + 1) = 2 K λ / h,
 * so it is the largest Q with Q (Q - 1) below that.
 *
 * @example wholeEconomicQuantity({ demandPerDay: 10, fixedCostPerOrder: 20, holdingCostPerUnitPerDay: 1 }) // 20
 */
export function wholeEconomicQuantity(options: {
  demandPerDay: number;
  fixedCostPerOrder: number;
  holdingCostPerUnitPerDay: number;
}): number {
  const { demandPerDay, fixedCostPerOrder, holdingCostPerUnitPerDay } = options;
  requireNonNegative('demandPerDay', demandPerDay);
  requireNonNegative('fixedCostPerOrder', fixedCostPerOrder);
  requirePositive('holdingCostPerUnitPerDay', holdingCostPerUnitPerDay);
  const product = (2 * fixedCostPerOrder * demandPerDay) / holdingCostPerUnitPerDay;
  return Math.max(1, Math.ceil((1 + Math.sqrt(1 + 4 * product)) / 2) - 1);
}
