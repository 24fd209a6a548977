export {
  type Accuracy,
  type AccuracyByHorizon,
  type AverageErrors,
  accuracyByHorizon,
  bias,
  compareRanks,
  coverage,
  dieboldMariano,
  type ErrorDrift,
  type ErrorDriftOptions,
  errorDrift,
  type InputDrift,
  type InputDriftOptions,
  type IntervalOutcome,
  inputDrift,
  intervalScore,
  type LossComparison,
  M5_PROBABILITIES,
  type MethodRank,
  meanAbsoluteError,
  meanAbsoluteScaledError,
  meanScaledIntervalScore,
  naiveAbsoluteError,
  naiveSquaredError,
  type OriginOutcome,
  overallWeightedAverage,
  type PointOutcome,
  pinballLoss,
  type QuantileOutcome,
  quantileCrps,
  type RankComparison,
  type RollingOptions,
  randomisedPit,
  relativeBias,
  rollingOrigins,
  rootMeanSquaredError,
  rootMeanSquaredScaledError,
  sampleCrps,
  scaledPinballLoss,
  symmetricPercentageError,
  type Uniformity,
  uniformityTest,
  weightedPercentageError,
} from './accuracy/index.ts';
export { type CalendarFeature, calendarRegressors } from './calendars/calendar-regressors.ts';
export type {
  DemandForecast,
  DemandHistory,
  DemandParameters,
  DemandPaths,
  FittedDemandModel,
  SamplePathsOptions,
} from './daily-demand/demand-model.ts';
export { fitDemand, restoreDemandModel } from './daily-demand/fit-demand.ts';
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
  type Analogue,
  type Attributes,
  forecastNewItem,
  type NewItem,
  similarities,
} from './models/analogues/index.ts';
export { type ArimaOptions, arima, ljungBox, type WhitenessTest } from './models/arima/index.ts';
export { type CesOptions, ces } from './models/complex-smoothing/index.ts';
export {
  type Decomposition,
  type MstlOptions,
  mstl,
  rankOne,
  type StlOptions,
  stl,
  type TrendAndSeasonOptions,
  trendAndSeason,
} from './models/decomposition/index.ts';
export {
  defineModel,
  type ModelDefinition,
  type ModelFit,
  type ModelOnInput,
} from './models/define-model.ts';
export {
  dampedHolt,
  type EtsOptions,
  ets,
  type HoltWintersOptions,
  holt,
  holtWinters,
  ses,
} from './models/exponential-smoothing/index.ts';
export {
  type BoostedTrees,
  type BoostOptions,
  boost,
  contributionsOf,
  fitGlobalModel,
  type GlobalModel,
  type GlobalModelOptions,
  importanceOf,
  type Loss,
  type PanelSeries,
  poissonLoss,
  quantileLoss,
  scoresOf,
  squaredLoss,
  tweedieLoss,
} from './models/gradient-boosting/index.ts';
export {
  adida,
  type CountAutoOptions,
  type CrostonOptions,
  countAuto,
  croston,
  type DiscountOption,
  empiricalCounts,
  imapa,
  type NegativeBinomialOptions,
  negativeBinomial,
  sba,
  sbj,
  type TsbOptions,
  tsb,
  zeroInflated,
} from './models/intermittent/index.ts';
export { type RegressionOptions, regression } from './models/regression/index.ts';
export {
  drift,
  mean,
  naive,
  naive2,
  seasonalNaive,
  type WindowOptions,
  window,
} from './models/simple/index.ts';
export {
  autoTheta,
  dynamicOptimisedTheta,
  dynamicTheta,
  optimisedTheta,
  theta,
} from './models/theta/index.ts';
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
export { type AutoOptions, auto } from './selection/auto.ts';
export {
  type CombinedForecast,
  combineSources,
  type DemandSource,
  type SourceShare,
} from './selection/combine-sources.ts';
export { type Aggregated, type AggregateOptions, aggregate } from './series/aggregate.ts';
export { type DemandClass, type DemandClassName, demandClass } from './series/demand-class.ts';
export {
  type DatedValue,
  type FilledPeriods,
  fillPeriods,
  type RowFrequency,
} from './series/fill-periods.ts';
export { findLevelShifts, type LevelShift, type LevelShifts } from './series/level-shifts.ts';
export { type ModelInput, readSeries } from './series/model-input.ts';
export { type Outlier, replaceOutliers, type WithoutOutliers } from './series/outliers.ts';
export { type Scaling, type ScalingMethod, scalingOf } from './series/scaling.ts';
export { splitInTime, type TimeSplit } from './series/split.ts';
export type { DataNote, Frequency, Regressor, TimeSeries } from './time-series.ts';
