/** Demand counted in cells of a unit that fits the series: single units, packs or tenths. */
export interface DemandLattice {
  /** the size of a cell, greater than 0 */
  unit: number;
  /** cells of each period, from 1 to 16,384 where there was demand; -1 where nothing is known */
  cells: Int32Array;
}

/** The typical demand has at most this many cells, so that one that is large and fine does not make long tables. */
const TYPICAL_CELLS = 256;
/** Demand beyond this is read as this: 64 times a typical demand at least. */
const LARGEST_CELLS = 16_384;
const DECIMALS = [1, 10, 100, 1000] as const;

/**
 * The coarsest lattice on which all demands lie: a pack of 50 if all are multiples of 50, tenths for 0.3 and 1.2.
 * Demand without such a unit, or of more than 256 units in the middle, is rounded to a 256th of the median demand.
 *
 * @param observed at least 0; NaN is unknown
 */
export function demandLattice(observed: Float64Array): DemandLattice {
  const demands = observed.filter((value) => value > 0).sort();
  const median = demands.length === 0 ? 1 : demands[demands.length >> 1]!;
  const common = commonUnit(demands);
  const unit = median / common > TYPICAL_CELLS ? coarser(common, median) : common;
  const cells = new Int32Array(observed.length);
  for (let index = 0; index < cells.length; index++) {
    const value = observed[index]!;
    if (Number.isNaN(value)) cells[index] = -1;
    else if (value > 0) cells[index] = Math.min(LARGEST_CELLS, Math.max(1, Math.round(value / unit)));
  }
  return { unit, cells };
}

/** A multiple of the common unit, so that quantiles stay whole where demand is. */
function coarser(common: number, median: number): number {
  const finest = median / TYPICAL_CELLS;
  return common === 0 ? finest : Math.ceil(finest / common) * common;
}

/** The greatest common divisor; 0 if the demands have none in thousandths. */
function commonUnit(demands: Float64Array): number {
  if (demands.length === 0) return 1;
  const largest = demands[demands.length - 1]!;
  for (const decimals of DECIMALS) {
    if (largest * decimals > 1e12 || !demands.every((value) => isWhole(value * decimals))) continue;
    let divisor = 0;
    for (const value of demands) {
      divisor = greatestCommonDivisor(divisor, Math.round(value * decimals));
      if (divisor === 1) break;
    }
    return divisor / decimals;
  }
  return 0;
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) <= 1e-9 * value;
}

function greatestCommonDivisor(first: number, second: number): number {
  let [divisor, rest] = [first, second];
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return divisor;
}
