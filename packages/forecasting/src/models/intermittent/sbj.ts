import { crostonVariant } from './croston-variant.ts';

/**
 * Croston's method with the correction 1 - α / (2 - α) of Shale, Boylan and Johnston, for demands that arrive as a
 * Poisson process.
 *
 * @see Shale, Boylan, Johnston (2006), Forecasting for intermittent demand: the estimation of an unbiased average,
 *   Journal of the Operational Research Society 57(5)
 */
export const sbj = crostonVariant('sbj', (alpha) => 1 - alpha / (2 - alpha));
