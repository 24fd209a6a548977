/**
 * The least-squares line of the history, as it is known before each value: what the theta lines are made of. Time
 * runs from 1 at the first value; the line before value t is `level[t - 1] + slope[t - 1] × t`.
 */
export interface ThetaLines {
  /** [A] n + 1 entries, the last one known after the whole history */
  level: Float64Array;
  /** [B] */
  slope: Float64Array;
}

/** One line through the whole history, which each value is measured against: that of the static models. */
export function staticLines(values: Float64Array): ThetaLines {
  const n = values.length;
  let sum = 0;
  let product = 0;
  for (let index = 0; index < n; index++) {
    sum += values[index]!;
    product += values[index]! * (index - (n - 1) / 2);
  }
  const slope = n < 2 ? 0 : (12 * product) / (n * (n * n - 1));
  const level = sum / n - (slope * (n + 1)) / 2;
  return { level: new Float64Array(n + 1).fill(level), slope: new Float64Array(n + 1).fill(slope) };
}

/**
 * The line through the values so far, before each value: that of the dynamic models. Before the first value it is
 * the value itself, so that adding a number to a series adds it to the line.
 *
 * @see Fiorucci, Pellegrini, Louzada, Petropoulos, Koehler (2016), Models for optimising the theta method and
 *   their relationship to state space models, International Journal of Forecasting 32, equations 14 to 16
 */
export function dynamicLines(values: Float64Array): ThetaLines {
  const n = values.length;
  const lines = { level: new Float64Array(n + 1), slope: new Float64Array(n + 1) };
  const running = startedLine(values[0]!);
  lines.level[0] = values[0]!;
  for (let index = 0; index < n; index++) {
    extendLine(running, values[index]!);
    lines.level[index + 1] = running.level;
    lines.slope[index + 1] = running.slope;
  }
  return lines;
}

/** A least-squares line that takes in one value after the other. */
export interface RunningLine {
  values: number;
  average: number;
  level: number;
  slope: number;
}

function startedLine(first: number): RunningLine {
  return { values: 0, average: 0, level: first, slope: 0 };
}

/** Takes in the next value. */
export function extendLine(line: RunningLine, value: number): void {
  const t = line.values + 1;
  if (t > 1) line.slope = ((t - 2) * line.slope + (6 / t) * (value - line.average)) / (t + 1);
  line.average += (value - line.average) / t;
  line.level = line.average - (line.slope * (t + 1)) / 2;
  line.values = t;
}
