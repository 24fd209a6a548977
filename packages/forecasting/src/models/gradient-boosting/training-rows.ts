import { randomStream } from '@granary/statistics';
import type { OriginFeatures } from './origin-features.ts';

/** Examples to learn from: at an origin, what was known, and what a period ahead turned out to be. */
export interface TrainingRows {
  /** one array per feature */
  columns: Float64Array[];
  /** on the scale of the series: 0 is the level forecast at the origin, 1 is one spread more */
  targets: Float64Array;
  /** rows from here on have their target among the latest periods of their series */
  latestFrom: number;
}

/** A series to take examples from. */
export interface RowSource {
  key: string;
  /** on the scale of levels; NaN is unknown */
  levels: Float64Array;
  features(): OriginFeatures;
}

export interface RowOptions {
  horizon: number;
  /** about how many rows to draw */
  rows: number;
  /** how many periods at the end of a series are its latest */
  latest(length: number): number;
  seed: number | string;
}

/** Targets further from the level say that the spread was not yet known, not that demand was so large. */
const FURTHEST_TARGET = 50;

interface Draw {
  source: number;
  origin: number;
  step: number;
  row: number;
}

/**
 * Draws pairs of origin and step, each origin with the same expected number of steps, from the stream of each
 * series' own key. The rows of the latest targets come last.
 */
export function trainingRows(sources: readonly RowSource[], options: RowOptions): TrainingRows {
  const { horizon } = options;
  const origins = sources.reduce(
    (sum, { levels }) => sum + Math.max(0, levels.length - firstOrigin(levels.length)),
    0,
  );
  const perOrigin = Math.min(horizon, options.rows / Math.max(1, origins));
  const draws = sources.flatMap((source, index) => drawsOf(source, index, perOrigin, options));
  const early = draws.filter(
    ({ source, origin, step }) => !isLatest(sources[source]!, origin + step, options),
  );
  const latest = draws.filter(({ source, origin, step }) =>
    isLatest(sources[source]!, origin + step, options),
  );
  [...early, ...latest].forEach((draw, row) => {
    draw.row = row;
  });
  const rows = draws.length;
  const result: TrainingRows = {
    columns: [],
    targets: new Float64Array(rows),
    latestFrom: early.length,
  };
  let next = 0;
  sources.forEach((source, index) => {
    const features = source.features();
    if (result.columns.length === 0) result.columns = features.names.map(() => new Float64Array(rows));
    for (; next < draws.length && draws[next]!.source === index; next++) {
      const { origin, step, row } = draws[next]!;
      while (features.origin() < origin) features.advance();
      features.write(step, result.columns, row);
      const target = (source.levels[origin + step - 1]! - features.level(step)) / features.spread();
      result.targets[row] = Math.max(-FURTHEST_TARGET, Math.min(FURTHEST_TARGET, target));
    }
  });
  return result;
}

/** Values that are known at the first origin of a series of a length. */
export function firstOrigin(length: number): number {
  return Math.max(4, Math.min(12, Math.floor(length / 3)));
}

function isLatest({ levels }: RowSource, end: number, { latest }: RowOptions): boolean {
  return end > levels.length - latest(levels.length);
}

function drawsOf(source: RowSource, index: number, perOrigin: number, options: RowOptions): Draw[] {
  const { levels } = source;
  const random = randomStream(options.seed, 'rows', source.key);
  const draws: Draw[] = [];
  for (let origin = firstOrigin(levels.length); origin < levels.length; origin++) {
    const steps = Math.min(options.horizon, levels.length - origin);
    const wanted = Math.floor(perOrigin) + (random.next() < perOrigin % 1 ? 1 : 0);
    for (const step of distinctSteps(steps, wanted, random.next.bind(random))) {
      if (!Number.isNaN(levels[origin + step - 1]!)) draws.push({ source: index, origin, step, row: 0 });
    }
  }
  return draws;
}

/** So many different numbers from 1 to `steps`, ascending. */
function distinctSteps(steps: number, wanted: number, draw: () => number): number[] {
  const chosen: number[] = [];
  // One pass: each step is taken with the probability that still gives as many as are wanted.
  for (let step = 1; step <= steps && chosen.length < wanted; step++) {
    if (draw() * (steps - step + 1) < wanted - chosen.length) chosen.push(step);
  }
  return chosen;
}
