/** Origins before this share of the series have seen too little of it. */
const FIRST_ORIGIN = 1 / 4;
/** Independent errors that the model's own variance is worth. */
const WORTH_OF_MODEL = 4;

/** The first number of values from which a forecast of the past is compared with what came. */
export function firstOrigin(length: number): number {
  return Math.max(3, Math.floor(length * FIRST_ORIGIN));
}

/**
 * How far to trust the mean square of forecast errors of the past against the variance that the model states, from 0
 * to 1: forecasts so many periods ahead overlap, so their errors are worth about their number over the periods ahead
 * independent ones, and the model's own variance counts as four.
 */
export function trustInPastErrors({ errors, ahead }: { errors: number; ahead: number }): number {
  const independent = errors / ahead;
  return independent / (independent + WORTH_OF_MODEL);
}
