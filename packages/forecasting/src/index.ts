export type {
  DemandForecast,
  DemandHistory,
  DemandParameters,
  DemandPaths,
  FittedDemandModel,
  SamplePathsOptions,
} from './demand-model.ts';
export { fitDemand, restoreDemandModel } from './fit-demand.ts';
export type {
  FittedModel,
  Forecast,
  ForecastingModel,
  InformationCriteria,
  ModelParameters,
  PathOptions,
  SamplePaths,
} from './model.ts';
export { allModels, modelByName } from './models/all-models.ts';
export {
  defineModel,
  type ModelDefinition,
  type ModelFit,
  type ModelOnInput,
} from './models/define-model.ts';
export {
  bottomUp,
  coherentSamples,
  dependentDraws,
  diagonalCovariance,
  type ErrorCovariance,
  type Hierarchy,
  type HierarchyNode,
  hierarchyOf,
  type Leaf,
  type Reconciled,
  reconcileMinimumTrace,
  shrunkCovariance,
  structuralCovariance,
  sumUp,
  topDown,
} from './reconciliation/index.ts';
export { type ModelInput, readSeries } from './series/model-input.ts';
export type { DataNote, Frequency, Regressor, TimeSeries } from './time-series.ts';
