export {
  bestSinglePrice,
  type ElasticityMarkdown,
  type ElasticityMarkdownInput,
} from './elasticity-markdown.ts';
export {
  type MarkdownOptions,
  type MarkdownPlan,
  type MarkdownPolicy,
  planMarkdowns,
} from './markdown-plan.ts';
export type { MarkdownProblem, PriceLadderDemand } from './price-ladder.ts';
export { constantElasticityDemand } from './price-ladder-demand.ts';
export { expectedProfitOfPrices } from './price-path.ts';
export type { ExpectedSeason } from './season-outlook.ts';
