export type {
  DemandForecast,
  DemandHistory,
  DemandParameters,
  DemandPaths,
  FittedDemandModel,
  SamplePathsOptions,
} from './demand-model.ts';
export { fitDemand, restoreDemandModel } from './fit-demand.ts';
