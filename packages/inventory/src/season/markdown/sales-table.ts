import type { Distribution } from '@granary/statistics';

/** The sales of one period at one price, for every stock up to a limit. */
export interface SalesTable {
  /** P(demand = d) for d from `first` to `last` */
  probability: Float64Array;
  first: number;
  last: number;
  /** P(demand ≥ s): with stock s the article sells out */
  sellOut: Float64Array;
  /** mean of min(demand, s) */
  expectedSales: Float64Array;
}

/** Weights below this change no sum of double precision. */
const NEGLIGIBLE = 1e-20;

/**
 * Tables for stocks 0 … `stockUnits`. Demand is not truncated: all of it above a stock sells that stock out.
 *
 * @throws RangeError when the demand is no distribution of counts
 */
export function salesTable(demand: Distribution, stockUnits: number): SalesTable {
  if (demand.support !== 'counts') {
    throw new RangeError(`demand has support ${demand.support}; it must be counts`);
  }
  const probability = new Float64Array(stockUnits + 1);
  const sellOut = new Float64Array(stockUnits + 1);
  const expectedSales = new Float64Array(stockUnits + 1);
  sellOut[0] = 1;
  let first = stockUnits;
  let last = 0;
  for (let units = 0; units <= stockUnits; units++) {
    probability[units] = demand.density(units);
    if (probability[units]! > NEGLIGIBLE) {
      first = Math.min(first, units);
      last = units;
    }
    if (units > 0) {
      sellOut[units] = demand.survival(units - 1);
      expectedSales[units] = expectedSales[units - 1]! + sellOut[units]!;
    }
  }
  return { probability, first, last, sellOut, expectedSales };
}

/** The mean of `values[stock − sales]` for a stock at the start of the period. O(spread of demand) */
export function meanAfterSales(
  { probability, first, last, sellOut }: SalesTable,
  stock: number,
  values: Float64Array,
): number {
  let mean = sellOut[stock]! * values[0]!;
  const end = Math.min(last, stock - 1);
  for (let sold = first; sold <= end; sold++) mean += probability[sold]! * values[stock - sold]!;
  return mean;
}
