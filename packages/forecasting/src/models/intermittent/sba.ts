import { crostonVariant } from './croston-variant.ts';

/**
 * Croston's method with the correction 1 - α / 2 of Syntetos and Boylan: nearly unbiased where demand is rare.
 *
 * @see Syntetos, Boylan (2005), The accuracy of intermittent demand estimates, International Journal of
 *   Forecasting 21(2), equation 5
 */
export const sba = crostonVariant('sba', (alpha) => 1 - alpha / 2);
