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
export {
  type LocationStock,
  type LocationsInput,
  type LocationsProjection,
  projectLocations,
  type StockTransfer,
  summariseLocations,
} from './locations-projection.ts';
export { projectSeries, type SeriesInput, type SeriesSummary } from './project-series.ts';
export type { QuantitySummary } from './quantity-summary.ts';
export { projectStock } from './stock-projection.ts';
export { type SummaryOptions, summariseStock } from './stock-summary.ts';
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
export type { BatchSummary, StockSummary } from './summary-types.ts';
