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
