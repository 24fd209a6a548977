import { regularisedGammaQ } from '@granary/statistics';
import { rangeQuantile } from './studentised-range.ts';

export interface RankComparison {
  methods: MethodRank[];
  /** Friedman's chi-squared, corrected for ties, with one degree of freedom less than methods */
  statistic: number;
  /** how often equally good methods have ranks this different or more so */
  probability: number;
  /** mean ranks closer than this do not differ significantly */
  criticalDifference: number;
}

export interface MethodRank {
  name: string;
  /** 1 is best */
  meanRank: number;
  /** whether it is worse than the method with the best mean rank by more than chance */
  worseThanBest: boolean;
}

/**
 * Multiple comparisons with the best: ranks the methods on every series and says which are worse than the best
 * by more than chance. Ranks ask how often a method wins, not by how much; series have to be about independent.
 * Friedman's test says whether the methods differ at all; the difference that matters is Nemenyi's.
 *
 * @param losses             per method, one loss per series, in the same order of series; series with a loss that
 *                           is not a number are left out
 * @param options.significance of the critical difference, between 0 and 1; 0.05 if left out
 * @returns methods with the best mean rank first
 * @throws RangeError unless there are two methods, as many losses of each, and a series with all of them
 * @see Friedman (1937), The Use of Ranks; Nemenyi (1963), Distribution-free Multiple Comparisons; Koning, Franses,
 *   Hibon, Stekler (2005), The M3 competition: Statistical tests of the results; Demšar (2006), section 3.2.2
 */
export function compareRanks(
  losses: Readonly<Record<string, ArrayLike<number>>>,
  options: { significance?: number } = {},
): RankComparison {
  const { significance = 0.05 } = options;
  if (!(significance > 0 && significance < 1)) {
    throw new RangeError(`significance is ${significance}; it must lie between 0 and 1, both excluded`);
  }
  const names = Object.keys(losses);
  const rows = completeRows(losses);
  const count = names.length;
  const rankSums = new Float64Array(count);
  let tied = 0;
  for (const row of rows) tied += addRanks(row, rankSums);
  const series = rows.length;
  const squares = rankSums.reduce((sum, ranks) => sum + ranks * ranks, 0);
  const plain = (12 * squares) / (series * count * (count + 1)) - 3 * series * (count + 1);
  const untied = 1 - tied / (series * count * (count * count - 1));
  // All losses tied on all series: nothing differs.
  const statistic = untied > 0 ? Math.max(0, plain / untied) : 0;
  const criticalDifference =
    (rangeQuantile(1 - significance, count) / Math.SQRT2) * Math.sqrt((count * (count + 1)) / (6 * series));
  const best = Math.min(...rankSums) / series;
  return {
    methods: names
      .map((name, index) => {
        const meanRank = rankSums[index]! / series;
        return { name, meanRank, worseThanBest: meanRank - best > criticalDifference };
      })
      .sort((one, other) => one.meanRank - other.meanRank),
    statistic,
    probability: regularisedGammaQ((count - 1) / 2, statistic / 2),
    criticalDifference,
  };
}

/** Losses of all methods series by series, where all are known. */
function completeRows(losses: Readonly<Record<string, ArrayLike<number>>>): number[][] {
  const columns = Object.entries(losses);
  if (columns.length < 2)
    throw new RangeError(`losses has ${columns.length} methods; it must have at least 2`);
  const length = columns[0]![1].length;
  for (const [name, column] of columns) {
    if (column.length === length) continue;
    throw new RangeError(`losses of ${name} are ${column.length}; they must be ${length}, one per series`);
  }
  const rows = Array.from({ length }, (_, index) => columns.map(([, column]) => column[index]!));
  const complete = rows.filter((row) => !row.some(Number.isNaN));
  if (complete.length === 0) {
    throw new RangeError('losses has no series with a loss of every method; it must have at least 1');
  }
  return complete;
}

/** Adds the ranks of one series, tied losses sharing their average; returns the sum of t³ - t over the ties. */
function addRanks(row: number[], rankSums: Float64Array): number {
  const order = row.map((_, method) => method).sort((a, b) => row[a]! - row[b]!);
  let tied = 0;
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && row[order[to]!] === row[order[from]!]) to++;
    for (let place = from; place < to; place++) rankSums[order[place]!]! += (from + 1 + to) / 2;
    const size = to - from;
    tied += size ** 3 - size;
    from = to;
  }
  return tied;
}
