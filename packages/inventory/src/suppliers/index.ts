export {
  type Concentration,
  type ItemConcentration,
  type SpendConcentration,
  type SupplierSpend,
  spendConcentration,
} from './concentration.ts';
export {
  type LandedCost,
  type LandedCostTermName,
  type LandedCostUse,
  landedCost,
  type SupplierOffer,
} from './landed-cost.ts';
export {
  type LatenessOutcome,
  type LatenessPool,
  type LatenessPrediction,
  latenessPool,
  latenessQuantile,
  leadTimeWithLateness,
  predictLateness,
  probabilityWithin,
} from './lateness.ts';
export type { SupplierReceipt } from './receipt.ts';
export {
  type ShareEstimate,
  type SharePool,
  type SharePoolCandidate,
  type ShareRecord,
  shareEstimate,
  sharePool,
} from './share-pool.ts';
export {
  type ChoiceTerm,
  type ChoiceTermName,
  type ChosenSupplier,
  chooseSuppliers,
  type SupplierChoice,
  type SupplierOption,
} from './supplier-choice.ts';
export { type RankedSupplier, rankSuppliers } from './supplier-ranking.ts';
export {
  type ScoreRules,
  type ScoreTerm,
  type ScoreTermName,
  type SupplierScore,
  type SupplierScores,
  scoreSuppliers,
} from './supplier-score.ts';
export {
  type RiskDriver,
  type RiskDriverName,
  type SupplyRisk,
  type SupplySource,
  supplyRisk,
} from './supply-risk.ts';
