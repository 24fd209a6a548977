import {
  type BinnedFeatures,
  type Binning,
  binFeatures,
  chooseBinning,
  takeRows,
} from './binned-features.ts';
import { completeOptions, type GlobalModelOptions } from './global-options.ts';
import { HISTORY_LEVELS, type OriginFeatures } from './origin-features.ts';
import { type Panel, readPanel } from './panel.ts';
import type { PanelSeries } from './panel-series.ts';
import type { QuantileTask } from './quantile-training.ts';
import { type TrainingRows, trainingRows } from './training-rows.ts';

/** A training that is ready to run: its tasks do not depend on each other. */
export interface GlobalTraining {
  panel: Panel;
  options: Required<GlobalModelOptions>;
  binning: Binning;
  /**
   * one per level, then one for the mean of intermittent series if there are enough of them; none if there is too
   * little to learn from
   */
  tasks: QuantileTask[];
  heldOut: HeldOut;
}

/** What came after one late origin of each series. */
export interface HeldOut {
  /** on the scale of the series */
  targets: Float64Array;
  /** rows of one series stand together, in the order of the steps */
  series: Int32Array;
  step: Int32Array;
}

/** Fewer examples than this say nothing that holds elsewhere. */
const FEWEST_ROWS = 200;
const HELD_OUT_SERIES = 500;

export function prepareTraining(series: readonly PanelSeries[], given: GlobalModelOptions): GlobalTraining {
  const options = completeOptions(given);
  const { horizon, levels, rows: wanted, seed } = options;
  const panel = readPanel(series, { horizon });
  const latest = (length: number): number => Math.min(horizon, Math.floor(length / 3));
  const rows = trainingRows(panel.sources, { horizon, rows: wanted, latest, seed });
  const heldOut: HeldOut & { columns: Float64Array[] } = heldOutRows(panel, latest);
  if (rows.targets.length < FEWEST_ROWS) {
    return { panel, options, binning: { cuts: [] }, tasks: [], heldOut };
  }
  const binning = chooseBinning({ columns: rows.columns, mostBins: options.bins });
  const table = binFeatures(rows.columns, binning);
  const later = binFeatures(heldOut.columns, binning);
  const { trees, learningRate, leaves, leafRows, rowShare, featureShare } = options;
  const shared = { options: { trees, learningRate, leaves, leafRows, rowShare, featureShare, seed } };
  const tasks: QuantileTask[] = levels.map((level) => ({
    ...shared,
    level,
    table,
    targets: rows.targets,
    startScores: startScores(panel.featureNames, rows.columns, level),
    latestFrom: rows.latestFrom,
    heldOut: later,
    heldOutStart: startScores(panel.featureNames, heldOut.columns, level),
  }));
  const mean = meanTask(table, rows, panel.featureNames);
  if (mean) tasks.push({ ...shared, ...mean });
  return { panel, options, binning, tasks, heldOut };
}

/** The mean of intermittent demand is not in a few quantiles, most of which are zero: it is learned by itself. */
function meanTask(
  table: BinnedFeatures,
  { columns, targets, latestFrom }: TrainingRows,
  names: readonly string[],
): Omit<QuantileTask, 'options'> | undefined {
  const scaling = columns[names.indexOf('scaling')]!;
  const chosen = [...targets.keys()].filter((row) => scaling[row] === RATIO_CODE);
  if (chosen.length < FEWEST_ROWS) return undefined;
  return {
    level: undefined,
    table: takeRows(table, chosen),
    targets: Float64Array.from(chosen, (row) => targets[row]!),
    startScores: undefined,
    latestFrom: chosen.filter((row) => row < latestFrom).length,
    heldOut: takeRows(table, []),
    heldOutStart: undefined,
  };
}

/**
 * Where boosting starts from: the quantile of the history for intermittent demand, since sizes of demands come in
 * lots that trees would need many splits to find; the level forecast for other series.
 */
export function startScores(
  names: readonly string[],
  columns: readonly Float64Array[],
  level: number,
): Float64Array {
  const scaling = columns[names.indexOf('scaling')]!;
  const nearest = HISTORY_LEVELS.reduce((best, at) =>
    Math.abs(at - level) < Math.abs(best - level) ? at : best,
  );
  const history = columns[names.indexOf(`history: quantile ${nearest}`)]!;
  return scaling.map((code, row) => (code === RATIO_CODE && history[row]! > 0 ? history[row]! : 0));
}

const RATIO_CODE = 2;

/** All steps after the origin before the latest periods, for up to 500 series spread over the panel. */
function heldOutRows(
  panel: Panel,
  latest: (length: number) => number,
): HeldOut & { columns: Float64Array[] } {
  const every = Math.max(1, Math.ceil(panel.sources.length / HELD_OUT_SERIES));
  const chosen = panel.sources.flatMap(({ levels }, position) => {
    if (position % every !== 0) return [];
    const steps = latest(levels.length);
    const origin = levels.length - steps;
    return Array.from({ length: steps }, (_, at) => ({ position, origin, step: at + 1 })).filter(
      ({ step }) => !Number.isNaN(levels[origin + step - 1]!),
    );
  });
  const columns = panel.featureNames.map(() => new Float64Array(chosen.length));
  const targets = new Float64Array(chosen.length);
  let at = -1;
  let walked: OriginFeatures | undefined;
  chosen.forEach(({ position, origin, step }, row) => {
    if (position !== at) walked = panel.features(position);
    at = position;
    while (walked!.origin() < origin) walked!.advance();
    walked!.write(step, columns, row);
    const value = panel.sources[position]!.levels[origin + step - 1]!;
    targets[row] = (value - walked!.level(step)) / walked!.spread();
  });
  return {
    columns,
    targets,
    series: Int32Array.from(chosen, ({ position }) => position),
    step: Int32Array.from(chosen, ({ step }) => step),
  };
}
