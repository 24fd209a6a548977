import type { Answer } from '../app/api.ts';

export type Item = Answer<'/api/v1/items'>['data'][number];

/** One item at one place, from history to forecast, with the batches that have to sell. */
export type ItemSeries = Answer<'/api/v1/series/{store_id}/{sku_id}'>;
export type BatchOnHand = ItemSeries['batches'][number];
export type Receipt = ItemSeries['receipts'][number];
export type PastDecision = ItemSeries['actions'][number];
