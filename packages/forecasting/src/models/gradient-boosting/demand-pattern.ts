/** How demand that is often zero has come so far; updated one value at a time. */
export interface DemandPattern {
  /** NaN is unknown: time passes, nothing else is learned */
  add(value: number): void;
  /** periods since the first demand; 0 before it */
  age(): number;
  /** periods since the last demand; NaN before the first */
  sinceDemand(): number;
  /** average size of a demand */
  size(): number;
  /** average number of periods from one demand to the next */
  interval(): number;
  /** squared coefficient of variation of the sizes */
  sizeVariation(): number;
  /** mean of all known values */
  mean(): number;
  /** smoothed probability of demand and smoothed size multiplied */
  smoothedMean(): number;
  /** mean absolute difference of one value to the next; the unit of scaled errors */
  meanChange(): number;
  known(): number;
}

/** [beta] of the probability and [alpha] of the size. */
const PROBABILITY_GAIN = 0.05;
const SIZE_GAIN = 0.1;

/**
 * Interval, size and variation as in the classes of Syntetos, Boylan and Croston, and a forecast after Teunter,
 * Syntetos and Babai.
 *
 * @see Syntetos, Boylan, Croston (2005), On the categorization of demand patterns
 * @see Teunter, Syntetos, Babai (2011), Intermittent demand: Linking forecasting to inventory obsolescence
 */
export function demandPattern(): DemandPattern {
  let known = 0;
  let last = Number.NaN;
  let changes = 0;
  let change = 0;
  let sum = 0;
  let demands = 0;
  let squares = 0;
  let age = 0;
  let since = Number.NaN;
  let probability = 0;
  let smoothedSize = 0;
  const size = (): number => sum / demands;
  return {
    add(value) {
      if (demands > 0) age++;
      if (!Number.isNaN(since)) since++;
      if (Number.isNaN(value)) return;
      known++;
      sum += value;
      if (!Number.isNaN(last)) {
        change += Math.abs(value - last);
        changes++;
      }
      last = value;
      const demand = value !== 0;
      probability += Math.max(PROBABILITY_GAIN, 1 / known) * ((demand ? 1 : 0) - probability);
      if (!demand) return;
      demands++;
      squares += value * value;
      since = 0;
      smoothedSize += Math.max(SIZE_GAIN, 1 / demands) * (value - smoothedSize);
    },
    age: () => age,
    sinceDemand: () => since,
    size,
    interval: () => known / demands,
    sizeVariation: () => Math.max(0, squares / demands / size() ** 2 - 1),
    mean: () => (known > 0 ? sum / known : 0),
    smoothedMean: () => probability * smoothedSize,
    meanChange: () => (changes > 0 ? change / changes : 0),
    known: () => known,
  };
}
