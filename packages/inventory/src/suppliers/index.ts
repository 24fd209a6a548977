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
export { type RankedSupplier, rankSuppliers } from './supplier-ranking.ts';
