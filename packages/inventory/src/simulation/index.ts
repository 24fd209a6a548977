export { dateOf, dayNumberOf } from './calendar.ts';
export {
  type CompanyContinuation,
  continueCompany,
  type ItemHistory,
  type SimulatedCompany,
  simulateCompany,
} from './company.ts';
export type { ReplayDecisions } from './decisions.ts';
export {
  type InventoryRow,
  type ItemRow,
  inventoryRows,
  itemRows,
  type LaneRow,
  laneRows,
  type PurchaseRow,
  purchaseRows,
  type SalesRow,
  type StoreRow,
  salesRows,
  storeRows,
} from './tables.ts';
export type {
  LocationBatch,
  Receipt,
  SeriesRecord,
  SimulatedItem,
  SimulatedLane,
  SimulatedStore,
  SimulationOptions,
  SnapshotEntry,
} from './types.ts';
