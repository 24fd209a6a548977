/** The last known value at each place in the season, and how far later values were from it. */
export interface LastValues {
  /** per place, in the order of the periods ahead; the mean of the series if the place was never seen */
  last: Float64Array;
  /** seasons since it was seen; 0 in the last season */
  age: Int32Array;
  /** mean square of the change from one season to the next [sigma²]; 0 if no change was seen */
  variance: number;
  /** changes seen */
  changes: number;
  /** the last known value at the place of each value; NaN if there was none */
  fittedValues: Float64Array;
}

/**
 * A walk through a series whose values repeat those of the season before, plus noise. A change over g seasons,
 * because values between are missing, counts with its variance: its square divided by g.
 *
 * @param observed NaN where unknown
 * @param period   at least 1, at most the length
 */
export function lastValues(observed: Float64Array, period: number): LastValues {
  const n = observed.length;
  const lastIndex = new Int32Array(period).fill(-1);
  const fittedValues = new Float64Array(n).fill(Number.NaN);
  let squares = 0;
  let changes = 0;
  for (let index = 0; index < n; index++) {
    const place = index % period;
    const before = lastIndex[place]!;
    if (before >= 0) fittedValues[index] = observed[before]!;
    const value = observed[index]!;
    if (Number.isNaN(value)) continue;
    if (before >= 0) {
      const change = value - observed[before]!;
      squares += (change * change * period) / (index - before);
      changes++;
    }
    lastIndex[place] = index;
  }
  const last = new Float64Array(period);
  const age = new Int32Array(period);
  for (let step = 0; step < period; step++) {
    const index = lastIndex[(n + step) % period]!;
    last[step] = index < 0 ? meanOf(observed) : observed[index]!;
    age[step] = index < 0 ? n / period : (n + step - index) / period - 1;
  }
  return { last, age, variance: changes === 0 ? 0 : squares / changes, changes, fittedValues };
}

function meanOf(observed: Float64Array): number {
  let sum = 0;
  let known = 0;
  for (const value of observed) {
    if (Number.isNaN(value)) continue;
    sum += value;
    known++;
  }
  return sum / known;
}
