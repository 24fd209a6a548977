export {
  type DiscreteDemandOutcome,
  newsvendorDiscrete,
  newsvendorDiscreteCost,
} from './discrete-newsvendor.ts';
export {
  type DisruptionNewsvendorInput,
  newsvendorDisruptionCost,
  newsvendorWithDisruptions,
} from './disruption-newsvendor.ts';
export { type MyopicCosts, myopicCost, myopicNewsvendor } from './myopic.ts';
export {
  type NewsvendorCosts,
  type NewsvendorPlan,
  newsvendor,
  newsvendorCost,
  newsvendorCriticalRatio,
} from './newsvendor.ts';
export {
  type NewsvendorPrices,
  type NewsvendorProfitPlan,
  newsvendorProfit,
  newsvendorProfitPlan,
} from './newsvendor-profit.ts';
export { newsvendorNormal, newsvendorNormalCost } from './normal-newsvendor.ts';
export { newsvendorPoisson, newsvendorPoissonCost } from './poisson-newsvendor.ts';
export {
  type NormalPeriodDemand,
  normalProtectedDemand,
  type PoissonPeriodDemand,
  poissonProtectedDemand,
} from './protected-demand.ts';
export {
  newsvendorAdditiveYieldCost,
  newsvendorWithAdditiveYield,
  type YieldNewsvendorInput,
} from './yield-newsvendor.ts';
