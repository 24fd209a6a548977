export { type BaseStock, type BaseStockOptions, baseStockLevel, baseStockOf } from './base-stock.ts';
export { levelForCycleService, safetyStockForCycleService } from './cycle-service.ts';
export { type FillRateOptions, fillRateOfReorderPoint, reorderPointForFillRate } from './fill-rate.ts';
export { type MinMaxLevels, minMaxLevels, minMaxOrder } from './min-max.ts';
export { type OrderSizeRules, orderInPacks, type SizedOrder } from './order-rounding.ts';
export {
  fillRateOfOrderUpToLevel,
  orderUpToLevelForFillRate,
  type PeriodicReviewDemand,
} from './periodic-fill-rate.ts';
export {
  type DemandShape,
  demandWithMoments,
  type ProtectionInterval,
  type ProtectionMoments,
  protectionMoments,
} from './protection-interval.ts';
export type { SafetyStockTerms } from './safety-stock-terms.ts';
export { protectionDemandOfPaths } from './sample-path-demand.ts';
