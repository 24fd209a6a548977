import { defineModel } from '../define-model.ts';
import { repeatedSeason } from './seasonal-naive.ts';

/**
 * Every value ahead is the last known one. The errors are those of a random walk with normal steps: h periods
 * ahead the variance is h [sigma²]. Right for prices that move freely; for demand only a measure to beat.
 *
 * @see Hyndman, Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., sections 5.2 and 5.5
 */
export const naive = defineModel({ name: 'naive', fit: (input) => repeatedSeason(input, 1) });
