export type { CountsInput } from './count-table.ts';
export { freshestFirstUnits } from './customer-choice.ts';
export {
  type DailyDemand,
  type DailyDistributions,
  type DemandChange,
  type DemandPathsInput,
  sampleDemandPaths,
} from './daily-demand.ts';
export { type ExpectedWaste, expectedWasteFefo } from './expected-waste.ts';
export { projectStock } from './stock-projection.ts';
export type {
  BatchMarkdown,
  BatchProjection,
  ProjectionDecisions,
  ProjectionInput,
  StockBatch,
  StockInput,
  StockProjection,
  StockRemoval,
} from './stock-types.ts';
