import type { ModelOnInput } from '../define-model.ts';
import { arima } from './arima.ts';
import { averagedArima } from './averaged-arima.ts';

export { type ArimaOptions, arima } from './arima.ts';
export { averagedArima } from './averaged-arima.ts';
export { ljungBox, type WhitenessTest } from './ljung-box.ts';

/** The models of this family, by which `modelByName` finds them. */
export const arimaModels: readonly ModelOnInput[] = [arima, averagedArima];
