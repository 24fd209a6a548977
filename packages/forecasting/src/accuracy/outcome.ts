/** What happened and what was said about it, period by period. Both are of the same length. */
export interface PointOutcome {
  /** NaN where nobody knows what happened: the period does not count */
  actual: ArrayLike<number>;
  forecast: ArrayLike<number>;
}

/** The average of a term over the periods whose actual value is known; NaN if there is none. */
export function averageOverKnown(
  actual: ArrayLike<number>,
  term: (actual: number, period: number) => number,
): number {
  let sum = 0;
  let known = 0;
  for (let period = 0; period < actual.length; period++) {
    const value = actual[period]!;
    if (Number.isNaN(value)) continue;
    sum += term(value, period);
    known++;
  }
  return known === 0 ? Number.NaN : sum / known;
}

/** @throws RangeError unless there is one forecast per actual value */
export function checkSameLength(name: string, values: ArrayLike<number>, actual: ArrayLike<number>): void {
  if (values.length === actual.length) return;
  throw new RangeError(
    `${name} has ${values.length} periods; it must have as many as actual, which has ${actual.length}`,
  );
}
