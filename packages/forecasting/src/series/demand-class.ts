/** Class of demand by how often it occurs and how much its size varies. */
export type DemandClassName = 'smooth' | 'erratic' | 'intermittent' | 'lumpy' | 'none';

export interface DemandClass {
  name: DemandClassName;
  /** periods from one demand to the next on average, at least 1 [p, ADI]; infinity if there is none */
  interval: number;
  /** squared coefficient of variation of the sizes, zeros left out [CV²]; 0 below two demands */
  sizeVariation: number;
  /** a sentence for the reader */
  words: string;
}

/** Where Croston's method and simple exponential smoothing change places in mean squared error. */
const LONG_INTERVAL = 1.32;
const LARGE_VARIATION = 0.49;

const MEANING = {
  smooth: 'demand in nearly every period, of similar size',
  erratic: 'demand in nearly every period, of very different size',
  intermittent: 'periods without demand, and demands of similar size',
  lumpy: 'periods without demand, and demands of very different size',
} as const;

/**
 * Smooth, erratic, intermittent or lumpy demand: an average interval of 1.32 and a squared coefficient of variation
 * of the sizes of 0.49 divide them (a value on the border counts as below). The interval is the number of known
 * periods over the number of those with demand; the variation is that of the sizes as a whole (divisor: their number).
 *
 * @param values NaN is unknown and left out; 0 and less is no demand
 * @see Syntetos, Boylan, Croston (2005), On the categorization of demand patterns, Journal of the Operational
 *   Research Society 56(5), section 5
 * @example demandClass([0, 0, 3, 0, 0, 3]).name // 'intermittent': one demand in three periods, always 3
 */
export function demandClass(values: ArrayLike<number>): DemandClass {
  let known = 0;
  let demands = 0;
  let mean = 0;
  let squares = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (Number.isNaN(value)) continue;
    known++;
    if (!(value > 0)) continue;
    demands++;
    const deviation = value - mean;
    mean += deviation / demands;
    squares += deviation * (value - mean);
  }
  if (demands === 0) {
    const words = known === 0 ? 'No value is known.' : `No demand in ${known} known periods.`;
    return { name: 'none', interval: Number.POSITIVE_INFINITY, sizeVariation: 0, words };
  }
  const interval = known / demands;
  const sizeVariation = squares / demands / mean / mean;
  const name = className(interval, sizeVariation);
  const every = interval === 1 ? 'every period' : `every ${interval.toFixed(2)} periods`;
  const words = `${capitalised(name)} demand: ${MEANING[name]} (on average ${every}, squared coefficient of variation of the sizes ${sizeVariation.toFixed(2)}).`;
  return { name, interval, sizeVariation, words };
}

function className(interval: number, sizeVariation: number): keyof typeof MEANING {
  if (interval <= LONG_INTERVAL) return sizeVariation <= LARGE_VARIATION ? 'smooth' : 'erratic';
  return sizeVariation <= LARGE_VARIATION ? 'intermittent' : 'lumpy';
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
