import type { OriginErrors } from './combine-models.ts';

/** What is known of the size of errors before the series has shown any: the weight of a guess, in errors. */
export interface Calibration {
  /** multiplies the models' own deviations */
  multiplier: number;
  /** [h] of Tukey's g-and-h: how much heavier the tails are than those of a normal distribution */
  heaviness: number;
}

/** Errors at origins that would weigh as much as the usual ratio of errors to the models' own deviations. */
const PRIOR_ERRORS = 6;
/** The usual ratio: combined forecasts err less than each model says of itself. */
const USUAL_RATIO = 1;
const HEAVINESS = 0.1;

/**
 * How much larger the errors of this series were than the models said: the mean square of errors over deviations at
 * the origins, drawn towards the usual ratio. Errors of one origin depend on each other, so that n of them count as
 * the square root of n.
 */
export function calibrationOf(origins: readonly OriginErrors[]): Calibration {
  let weight = PRIOR_ERRORS;
  let squares = PRIOR_ERRORS * USUAL_RATIO * USUAL_RATIO;
  for (const { errors, deviations } of origins) {
    let sum = 0;
    let known = 0;
    for (let step = 0; step < errors.length; step++) {
      const ratio = errors[step]! / deviations[step]!;
      if (!Number.isFinite(ratio)) continue;
      sum += Math.min(ratio * ratio, LARGEST_RATIO * LARGEST_RATIO);
      known++;
    }
    if (known === 0) continue;
    weight += Math.sqrt(known);
    squares += (sum / known) * Math.sqrt(known);
  }
  return { multiplier: Math.sqrt(squares / weight), heaviness: HEAVINESS };
}

/** One error larger than this many deviations says no more than one of this size. */
const LARGEST_RATIO = 4;
