import { requireFinite } from '@granary/statistics';

/** How a level comes about, term by term: protectionDemand + safetyStock = level. */
export interface SafetyStockTerms {
  /** expected units over lead time plus review period [μ_P] */
  protectionDemand: number;
  /** units, standard deviation of that demand [σ_P] */
  protectionStandardDeviation: number;
  /** safety stock in standard deviations; negative where less than the expected demand is enough [k] */
  safetyFactor: number;
  /** units beyond the expected demand [k σ_P] */
  safetyStock: number;
  /** units on hand and on order to have: the reorder point, or the order-up-to level with a review period [r, S] */
  level: number;
}

/** The terms of a level for demand of a given mean and deviation. Without spread the factor is 0. */
export function safetyStockTerms(options: {
  protectionDemand: number;
  protectionStandardDeviation: number;
  level: number;
}): SafetyStockTerms {
  const { protectionDemand, protectionStandardDeviation, level } = options;
  requireFinite('level', level);
  const safetyStock = level - protectionDemand;
  return {
    protectionDemand,
    protectionStandardDeviation,
    safetyFactor: protectionStandardDeviation > 0 ? safetyStock / protectionStandardDeviation : 0,
    safetyStock,
    level,
  };
}

/** @throws RangeError unless the service level lies strictly between 0 and 1: certainty would take infinite stock */
export function requireServiceLevel(name: string, value: number): void {
  if (!(value > 0 && value < 1)) {
    throw new RangeError(`${name} is ${value}; it must be greater than 0 and less than 1`);
  }
}
