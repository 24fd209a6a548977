/** Numbers of a recursion, computed up to the index asked for and kept. */
export interface GrowingSeries {
  /** for inner loops; entries up to the highest index asked for are known, and asking for more may replace it */
  values: Float64Array;
  at(index: number): number;
}

/** @param next the entry at an index from those before it; called once for each index, in order */
export function growingSeries(next: (index: number, values: Float64Array) => number): GrowingSeries {
  let known = 0;
  const series: GrowingSeries = {
    values: new Float64Array(64),
    at(index) {
      while (known <= index) {
        if (known === series.values.length) {
          const longer = new Float64Array(2 * known);
          longer.set(series.values);
          series.values = longer;
        }
        series.values[known] = next(known, series.values);
        known++;
      }
      return series.values[index]!;
    },
  };
  return series;
}
