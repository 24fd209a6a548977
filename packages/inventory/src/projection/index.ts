export { freshestFirstUnits } from './customer-choice.ts';
export { type ExpectedWaste, expectedWasteFefo } from './expected-waste.ts';
export type {
  BatchMarkdown,
  BatchProjection,
  DemandPathsInput,
  ProjectionDecisions,
  ProjectionInput,
  StockBatch,
  StockProjection,
  StockRemoval,
} from './stock-projection.ts';
export { projectStock } from './stock-projection.ts';
