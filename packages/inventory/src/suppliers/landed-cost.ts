import { normal, requireNonNegative, requirePositive } from '@granary/statistics';
import { protectionMoments } from '../policies/safety-stock/index.ts';

/** What a supplier asks and how it delivers. Money is per unit unless the name says otherwise. */
export interface SupplierOffer {
  supplierId: string;
  /** greater than 0 [c] */
  unitCost: number;
  /** 0 if left out */
  freight?: number;
  /** of unit cost and freight together; 0 if left out */
  dutyRate?: number;
  /** money per order, at least 0; 0 if left out [K] */
  fixedCost?: number;
  /** units per order, greater than 0 [Q] */
  orderQuantity: number;
  /** days from order to receipt, at least 0 [L̄] */
  leadTimeMeanDays: number;
  /** days, at least 0 [σ_L] */
  leadTimeStandardDeviationDays: number;
  /** days for which the units are paid before they arrive, at least 0; the mean lead time if left out */
  pipelineDays?: number;
  /** share of the units delivered that is refused, at least 0 and less than 1; 0 if left out */
  rejectShare?: number;
  /** money per refused unit, its cost and freight beside what is credited; the full cost of a unit if left out */
  rejectCost?: number;
}

/** For what the units are bought. */
export interface LandedCostUse {
  /** units per day, greater than 0 [d̄] */
  demandMeanPerDay: number;
  /** units, of the demand of one day, independent from day to day, at least 0 [σ_d] */
  demandStandardDeviationPerDay: number;
  /** days between orders may be placed, at least 0; 0 if orders may be placed at any time [R] */
  reviewPeriodDays?: number;
  /** probability of not running out before the next receipt, greater than 0 and less than 1 [α] */
  cycleServiceLevel: number;
  /** money per money of stock and year: interest, storage, insurance, at least 0 [i] */
  holdingCostRatePerYear: number;
}

export type LandedCostTermName =
  | 'price'
  | 'freight'
  | 'duty'
  | 'rejects'
  | 'ordering'
  | 'cycle-stock'
  | 'pipeline-stock'
  | 'safety-stock';

export interface LandedCost {
  supplierId: string;
  /** money per usable unit: the sum of the terms */
  cost: number;
  terms: { name: LandedCostTermName; cost: number }[];
  /** units the supplier's lead time and its variation force us to hold */
  safetyStockUnits: number;
}

const DAYS_PER_YEAR = 365;

/**
 * What a usable unit costs when everything is counted that depends on the supplier: price, freight and duty; the
 * units refused; a share of the cost of each order; and the holding of the stock its order quantity, its transit
 * and its unreliability force. A cheap supplier with uncertain lead times can be the dear one.
 *
 * Safety stock is z_α × √((L̄ + R) σ_d² + d̄² σ_L²), with demand independent from day to day and of the lead time,
 * and no less than 0 for a service level below one half.
 *
 * @throws RangeError when a value is out of the range stated with it
 * @see Silver, Pyke, Thomas (2017), Inventory and Production Management in Supply Chains
 *   (variable lead times); Ferrin, Plank (2002), Total Cost of Ownership Models
 */
export function landedCost(input: SupplierOffer & LandedCostUse): LandedCost {
  requireOffer(input);
  requireUse(input);
  const { supplierId, unitCost, freight = 0, dutyRate = 0, fixedCost = 0, orderQuantity } = input;
  const { pipelineDays = input.leadTimeMeanDays, rejectShare = 0 } = input;
  const { demandMeanPerDay, holdingCostRatePerYear } = input;
  const duty = dutyRate * (unitCost + freight);
  const unitValue = unitCost + freight + duty;
  const holdingPerUnitDay = (unitValue * holdingCostRatePerYear) / DAYS_PER_YEAR;
  const safetyStockUnits = safetyStock(input);
  // To have one usable unit, 1/(1 − rejectShare) must be ordered and paid on its way; only usable ones are stored.
  const usableShare = 1 - rejectShare;
  const usablePerOrder = orderQuantity * usableShare;
  const terms: LandedCost['terms'] = [
    { name: 'price', cost: unitCost },
    { name: 'freight', cost: freight },
    { name: 'duty', cost: duty },
    { name: 'rejects', cost: (rejectShare / usableShare) * (input.rejectCost ?? unitValue) },
    { name: 'ordering', cost: fixedCost / usablePerOrder },
    { name: 'cycle-stock', cost: (holdingPerUnitDay * usablePerOrder) / 2 / demandMeanPerDay },
    { name: 'pipeline-stock', cost: (holdingPerUnitDay * pipelineDays) / usableShare },
    { name: 'safety-stock', cost: (holdingPerUnitDay * safetyStockUnits) / demandMeanPerDay },
  ];
  return { supplierId, cost: terms.reduce((sum, term) => sum + term.cost, 0), terms, safetyStockUnits };
}

function safetyStock(input: SupplierOffer & LandedCostUse): number {
  const { standardDeviation } = protectionMoments({
    demandMean: input.demandMeanPerDay,
    demandStandardDeviation: input.demandStandardDeviationPerDay,
    leadTime: input.leadTimeMeanDays,
    leadTimeStandardDeviation: input.leadTimeStandardDeviationDays,
    reviewPeriod: input.reviewPeriodDays ?? 0,
  });
  return Math.max(0, normal.quantile(input.cycleServiceLevel)) * standardDeviation;
}

function requireOffer(offer: SupplierOffer): void {
  requirePositive('unitCost', offer.unitCost);
  requireNonNegative('freight', offer.freight ?? 0);
  requireNonNegative('dutyRate', offer.dutyRate ?? 0);
  requireNonNegative('fixedCost', offer.fixedCost ?? 0);
  requirePositive('orderQuantity', offer.orderQuantity);
  requireNonNegative('leadTimeMeanDays', offer.leadTimeMeanDays);
  requireNonNegative('leadTimeStandardDeviationDays', offer.leadTimeStandardDeviationDays);
  requireNonNegative('pipelineDays', offer.pipelineDays ?? 0);
  requireNonNegative('rejectCost', offer.rejectCost ?? 0);
  const { rejectShare = 0 } = offer;
  if (!(rejectShare >= 0 && rejectShare < 1)) {
    throw new RangeError(`rejectShare is ${rejectShare}; it must be at least 0 and less than 1`);
  }
}

function requireUse(use: LandedCostUse): void {
  requirePositive('demandMeanPerDay', use.demandMeanPerDay);
  requireNonNegative('demandStandardDeviationPerDay', use.demandStandardDeviationPerDay);
  requireNonNegative('reviewPeriodDays', use.reviewPeriodDays ?? 0);
  requireNonNegative('holdingCostRatePerYear', use.holdingCostRatePerYear);
  if (!(use.cycleServiceLevel > 0 && use.cycleServiceLevel < 1)) {
    throw new RangeError(
      `cycleServiceLevel is ${use.cycleServiceLevel}; it must be greater than 0 and less than 1`,
    );
  }
}
