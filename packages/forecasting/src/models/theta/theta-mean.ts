import type { FittedTheta } from './fit-theta.ts';
import { extendLine } from './theta-lines.ts';
import type { ThetaParameters } from './theta-search.ts';

/**
 * The mean ahead of the series without its seasons, at any parameters: the recursion with forecasts in place of
 * values.
 */
export function adjustedMean(fit: FittedTheta, parameters: ThetaParameters, horizon: number): Float64Array {
  const { problem, origin, kind } = fit;
  const { observed, weights, lines } = problem;
  const { alpha, initialLevel, lineShare } = parameters;
  const n = observed.length;
  const keep = 1 - alpha;
  let level = initialLevel;
  let decay = 1;
  for (let index = 0; index < n; index++) {
    const towards =
      lineShare * (decay * lines.level[index]! + ((1 - decay * keep) / alpha) * lines.slope[index]!);
    decay *= keep;
    level += alpha * towards;
    const value = observed[index]!;
    if (!Number.isNaN(value))
      level += alpha * weights[index]! * (value - (level - alpha * towards) - towards);
  }
  const slope = lines.slope[n]!;
  const line = { values: n, average: lines.level[n]! + (slope * (n + 1)) / 2, level: lines.level[n]!, slope };
  const mean = new Float64Array(horizon);
  for (let step = 0; step < horizon; step++) {
    const towards = lineShare * (decay * line.level + ((1 - decay * keep) / alpha) * line.slope);
    decay *= keep;
    const expected = level + towards;
    mean[step] = origin + expected;
    level += alpha * towards;
    if (kind.dynamic) extendLine(line, expected);
  }
  return mean;
}
