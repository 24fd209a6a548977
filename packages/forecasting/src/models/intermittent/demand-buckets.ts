/** Periods from one demand to the next on average, at least 1; the length of the history if there is none. */
export function meanInterval(observed: Float64Array): number {
  let waited = 0;
  let total = 0;
  let demands = 0;
  for (let period = 0; period < observed.length; period++) {
    const demand = observed[period]!;
    if (Number.isNaN(demand)) continue;
    waited++;
    if (demand > 0) {
      total += waited;
      waited = 0;
      demands++;
    }
  }
  return demands === 0 ? Math.max(1, waited) : total / demands;
}

/**
 * Demand per period in buckets of `width` periods that do not overlap and end with the history; periods in front
 * that fill no bucket are left out, unless there would be none. Unknown periods count neither as demand nor as time; a
 * bucket of which nothing is known is left out.
 *
 * @param buckets room for as many as there are periods; filled from the first on
 * @returns how many there are, at least 1 where one value is known
 */
export function demandBuckets(observed: Float64Array, width: number, buckets: Float64Array): number {
  const periods = observed.length;
  const whole = Math.floor(periods / width);
  let count = 0;
  for (let bucket = whole === 0 ? -1 : 0; bucket < whole; bucket++) {
    const from = Math.max(0, periods - (whole - bucket) * width);
    const to = bucket < 0 ? periods : from + width;
    let sum = 0;
    let known = 0;
    for (let period = from; period < to; period++) {
      const demand = observed[period]!;
      if (Number.isNaN(demand)) continue;
      sum += demand;
      known++;
    }
    if (known > 0) buckets[count++] = sum / known;
  }
  return count;
}
