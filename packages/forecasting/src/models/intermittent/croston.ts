import { crostonVariant } from './croston-variant.ts';

/**
 * Croston's method: expected size of a demand over the expected interval between demands. For series with many
 * zeros. Its forecast is biased upwards, by about α / (2 - α) at an interval of 1.32 and more (see `sba`, `sbj`),
 * and it never falls while nothing is sold (see `tsb`).
 *
 * @see Croston (1972), Forecasting and stock control for intermittent demands, Operational Research Quarterly 23(3)
 */
export const croston = crostonVariant('croston', () => 1);
