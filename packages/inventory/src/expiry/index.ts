export { assessBatchRisk, type BatchRisk, riskScore } from './batch-risk.ts';
export { compareRemedies } from './compare-remedies.ts';
export { daysBetween, sellableDays } from './days-between.ts';
export { expectedSalesUntil } from './expected-sales.ts';
export { demandUplift, discountGrid, noticedUplift } from './markdown.ts';
export {
  DEFAULT_ELASTICITY,
  type ElasticityEstimate,
  type ElasticityFit,
  estimateElasticity,
  fitElasticity,
  type PriceSpellSales,
} from './price-elasticity.ts';
export type {
  ProposedAction,
  RejectionReason,
  RemedyAlternative,
  RemedyComparison,
  RemedyDestination,
  RemedyInput,
  RemedyKind,
  RemedyOrigin,
  RemedyRules,
  RemedyStep,
  RemedySummary,
  SavingsTerm,
  SavingsTermName,
  StockBand,
} from './remedy-types.ts';
