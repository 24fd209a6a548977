export { optimalServiceTimes } from './guaranteed-service/optimal-service-times.ts';
export {
  type PlannedServiceStage,
  type ServiceTimePlan,
  serviceTimeCost,
} from './guaranteed-service/service-time-plan.ts';
export type { ServiceStage, ServiceTree, StageId } from './guaranteed-service/service-tree.ts';
export {
  type SerialNewsvendorBounds,
  serialNewsvendorBoundsNormal,
  serialNewsvendorBoundsPoisson,
} from './serial/newsvendor-bounds.ts';
export { type NormalSerialSystem, serialBaseStockNormal, serialCostNormal } from './serial/serial-normal.ts';
export {
  type PoissonSerialSystem,
  serialBaseStockPoisson,
  serialCostPoisson,
} from './serial/serial-poisson.ts';
export {
  localBaseStockLevels,
  type SerialBaseStock,
  type SerialStage,
  type SerialSystem,
} from './serial/serial-system.ts';
export * from './transshipment/index.ts';
export { warehouseRetailerPerformance } from './warehouse-retailers/exact-evaluation.ts';
export { metricPerformance } from './warehouse-retailers/metric-evaluation.ts';
export { optimalWarehouseRetailerLevels } from './warehouse-retailers/optimal-base-stock.ts';
export { twoMomentPerformance } from './warehouse-retailers/two-moment-evaluation.ts';
export type {
  Retailer,
  StockPerformance,
  WarehouseRetailerLevels,
  WarehouseRetailerPerformance,
  WarehouseRetailerSystem,
} from './warehouse-retailers/warehouse-retailer-system.ts';
