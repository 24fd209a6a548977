export { type BulkProgress, type ForecastAllOptions, forecastAll } from './forecast-all.ts';
export type { BulkFailure, BulkForecast, BulkResult, BulkSeries } from './forecast-chunk.ts';
export { loadModel, modelNames } from './load-model.ts';
export { trainGlobalModel } from './train-global-model.ts';
