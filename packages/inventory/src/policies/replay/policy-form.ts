import { normal } from '@granary/statistics';
import {
  baseStockPolicy,
  minMaxPolicy,
  type OrderingPolicy,
  reorderPointOrderUpToPolicy,
  reorderPointQuantityPolicy,
  wholeEconomicQuantity,
} from './ordering-policy.ts';
import type { PolicyCosts } from './replay-types.ts';

/** A ready-made policy with its numbers. */
export type PolicyParameters =
  | { form: 'base-stock'; orderUpToLevel: number }
  | { form: 'min-max'; minimum: number; maximum: number }
  | { form: 'reorder-point-order-up-to'; reorderPoint: number; orderUpToLevel: number }
  | { form: 'reorder-point-quantity'; reorderPoint: number; orderQuantity: number }
  /** as before, with the quantity of the EOQ formula, which no search changes */
  | { form: 'economic-quantity'; reorderPoint: number; orderQuantity: number };

export type PolicyForm = PolicyParameters['form'];

const POLICY_FORMS: PolicyForm[] = [
  'base-stock',
  'min-max',
  'reorder-point-order-up-to',
  'reorder-point-quantity',
  'economic-quantity',
];

export function policyOf(parameters: PolicyParameters): OrderingPolicy {
  switch (parameters.form) {
    case 'base-stock':
      return baseStockPolicy(parameters);
    case 'min-max':
      return minMaxPolicy(parameters);
    case 'reorder-point-order-up-to':
      return reorderPointOrderUpToPolicy(parameters);
    case 'reorder-point-quantity':
    case 'economic-quantity':
      return reorderPointQuantityPolicy(parameters);
  }
}

/** A policy of a form at a level, the stock it holds, and a quantity, the size of its orders. */
export function parametersAt(form: PolicyForm, level: number, quantity: number): PolicyParameters {
  switch (form) {
    case 'base-stock':
      return { form, orderUpToLevel: level };
    case 'min-max':
      return { form, minimum: level, maximum: level + quantity };
    case 'reorder-point-order-up-to':
      return { form, reorderPoint: level, orderUpToLevel: level + quantity };
    case 'reorder-point-quantity':
    case 'economic-quantity':
      return { form, reorderPoint: level, orderQuantity: quantity };
    default:
      throw new RangeError(`form is ${String(form)}; it must be one of ${POLICY_FORMS.join(', ')}`);
  }
}

/** Orders that are dear beside holding ask for more than can be counted. */
const LARGEST_QUANTITY = 2 ** 28;

/** What the formulas need to know of demand and lead time. */
export interface ProtectionDemand {
  meanPerDay: number;
  variancePerDay: number;
  meanLeadTimeDays: number;
  leadTimeVariance: number;
  reviewPeriodDays: number;
}

/**
 * Where a search begins: the level that covers demand of lead time plus review period with probability
 * `service`, by the normal approximation, and the economic order quantity.
 *
 * @see Silver, Pyke, Thomas (2017), Inventory and Production Management in Supply Chains, 4th ed., sections 6.7
 *   and 6.10
 */
export function startingPoint(
  demand: ProtectionDemand,
  service: number,
  costs: PolicyCosts,
): { level: number; quantity: number } {
  const { meanPerDay, variancePerDay, meanLeadTimeDays, leadTimeVariance, reviewPeriodDays } = demand;
  const protectionDays = meanLeadTimeDays + reviewPeriodDays;
  const mean = meanPerDay * protectionDays;
  const variance = variancePerDay * protectionDays + meanPerDay * meanPerDay * leadTimeVariance;
  const z = normal.quantile(service, { mean: 0, standardDeviation: 1 });
  const level = Math.max(0, Math.round(mean + z * Math.sqrt(variance)));
  const { fixedPerOrder = 0, holdingPerUnitPerDay = 0 } = costs;
  const quantity =
    fixedPerOrder > 0 && holdingPerUnitPerDay > 0
      ? wholeEconomicQuantity({
          demandPerDay: meanPerDay,
          fixedCostPerOrder: fixedPerOrder,
          holdingCostPerUnitPerDay: holdingPerUnitPerDay,
        })
      : Math.round(meanPerDay * reviewPeriodDays);
  return { level, quantity: Math.max(1, Math.min(quantity, LARGEST_QUANTITY)) };
}
