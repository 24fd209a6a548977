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
