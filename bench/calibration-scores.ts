/** One judged batch in one future. */
export interface JudgedBatch {
  /** Errors of one cluster are not independent of each other. */
  cluster: string;
  probability: number;
  expectedUnits: number;
  unitCost: number;
  wastedUnits: number;
}

export interface CalibrationScores {
  n: number;
  clusters: number;
  predicted: number;
  observed: number;
  /** Of `predicted − observed`, over clusters. */
  standardError: number;
  brier: number;
  /** Brier score of always saying the observed rate. */
  brierOfRate: number;
  /** Expected over wasted units, less one; and its standard error over clusters (ratio estimator). */
  unitBias: number;
  unitBiasError: number;
  valueBias: number;
  expectedUnits: number;
  wastedUnits: number;
  /** Mean distance between said and seen over ten classes, weighted by their number. */
  meanGap: number;
}

/**
 * @see Brier (1950), Verification of forecasts expressed in terms of probability
 * @see Cochran, Sampling Techniques (1977), sections 2.11 and 6.3: a ratio from clusters, and its variance
 */
export function calibrationScores(judged: JudgedBatch[]): CalibrationScores {
  const sums = { predicted: 0, observed: 0, brier: 0, units: 0, wasted: 0, value: 0, wastedValue: 0 };
  const clusters = new Map<string, { share: number; expected: number; wasted: number }>();
  for (const { cluster, probability, expectedUnits, unitCost, wastedUnits } of judged) {
    const happened = wastedUnits > 0 ? 1 : 0;
    sums.predicted += probability;
    sums.observed += happened;
    sums.brier += (probability - happened) ** 2;
    sums.units += expectedUnits;
    sums.wasted += wastedUnits;
    sums.value += expectedUnits * unitCost;
    sums.wastedValue += wastedUnits * unitCost;
    const known = clusters.get(cluster) ?? { share: 0, expected: 0, wasted: 0 };
    known.share += probability - happened;
    known.expected += expectedUnits;
    known.wasted += wastedUnits;
    clusters.set(cluster, known);
  }
  const n = judged.length;
  const rate = sums.observed / n;
  const gap = (sums.predicted - sums.observed) / n;
  const perCluster = n / clusters.size;
  const ratio = sums.units / sums.wasted;
  let [gapSquares, ratioSquares] = [0, 0];
  for (const { share, expected, wasted } of clusters.values()) {
    gapSquares += (share - gap * perCluster) ** 2;
    ratioSquares += (expected - ratio * wasted) ** 2;
  }
  return {
    n,
    clusters: clusters.size,
    predicted: sums.predicted / n,
    observed: rate,
    standardError: Math.sqrt(gapSquares) / n,
    brier: sums.brier / n,
    brierOfRate: rate * (1 - rate),
    unitBias: ratio - 1,
    unitBiasError: Math.sqrt(ratioSquares) / sums.wasted,
    valueBias: sums.value / sums.wastedValue - 1,
    expectedUnits: sums.units,
    wastedUnits: sums.wasted,
    meanGap: meanGap(judged),
  };
}

/** The ten classes 0 to 0.1, …, 0.9 to 1 of what was said; empty ones are absent. */
export function reliability(
  judged: JudgedBatch[],
): { from: number; to: number; scores: CalibrationScores }[] {
  const classes = Array.from({ length: 10 }, (): JudgedBatch[] => []);
  for (const batch of judged) classes[Math.min(9, Math.floor(10 * batch.probability))]?.push(batch);
  return classes.flatMap((members, at) =>
    members.length === 0 ? [] : [{ from: at / 10, to: (at + 1) / 10, scores: calibrationScores(members) }],
  );
}

function meanGap(judged: JudgedBatch[]): number {
  const said = new Float64Array(10);
  const seen = new Float64Array(10);
  for (const { probability, wastedUnits } of judged) {
    const at = Math.min(9, Math.floor(10 * probability));
    said[at] = (said[at] as number) + probability;
    seen[at] = (seen[at] as number) + (wastedUnits > 0 ? 1 : 0);
  }
  return said.reduce((sum, value, at) => sum + Math.abs(value - (seen[at] as number)), 0) / judged.length;
}
