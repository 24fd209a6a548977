import type { Answer } from '../app/api.ts';

export type Item = Answer<'/api/v1/items'>['data'][number];

/** One item at one place, from history to forecast, with the batches that have to sell. */
export type ItemSeries = Answer<'/api/v1/series/{store_id}/{sku_id}'>;
export type BatchOnHand = ItemSeries['batches'][number];
export type Receipt = ItemSeries['receipts'][number];
export type PastDecision = ItemSeries['actions'][number];

export type ForecastDetail = Answer<'/api/v1/forecasts/{forecast_id}'>;
export type ForecastRecord = Answer<'/api/v1/forecasts/history'>['data'][number];
export type Accuracy = Answer<'/api/v1/forecasts/accuracy'>;
export type DriftAlert = Answer<'/api/v1/forecasts/drift'>['data'][number];
export type Frequency = ForecastRecord['frequency'];
export type Method = Answer<'/api/v1/forecasts/models'>['data'][number]['name'];
