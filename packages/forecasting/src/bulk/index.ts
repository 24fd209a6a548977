export { type BulkProgress, type ForecastAllOptions, forecastAll } from './forecast-all.ts';
export type { BulkFailure, BulkForecast, BulkResult, BulkSeries } from './forecast-chunk.ts';
export { trainGlobalModel } from './train-global-model.ts';
