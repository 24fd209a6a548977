import { dayNumber } from '../../series/calendar.ts';
import { type OriginFeatures, originFeatures } from './origin-features.ts';
import { type PanelSeries, type PreparedSeries, prepareSeries } from './panel-series.ts';
import { regressorFeatures } from './regressor-features.ts';
import { firstOrigin, type RowSource } from './training-rows.ts';

/** Series read together, so that all have the same features. */
export interface Panel {
  series: readonly PreparedSeries[];
  /** where each id stands */
  positions: ReadonlyMap<string, number>;
  features(position: number): OriginFeatures;
  sources: readonly RowSource[];
  featureNames: readonly string[];
}

/** @throws RangeError if two series have one id, or a start date is no day of the calendar */
export function readPanel(given: readonly PanelSeries[], { horizon }: { horizon: number }): Panel {
  const series = given.map(prepareSeries);
  const positions = new Map<string, number>();
  given.forEach(({ id, startDate }, position) => {
    if (positions.has(id)) throw new RangeError(`id '${id}' is there twice; each series needs its own`);
    positions.set(id, position);
    if (startDate !== undefined) dayNumber(`startDate of '${id}'`, startDate);
  });
  const regressorNames = distinct(series.flatMap(({ input }) => input.regressors.map(({ name }) => name)));
  const fixed = fixedFeatures(given);
  const typicalSize = medianDemand(series);
  const features = (position: number): OriginFeatures => {
    const prepared = series[position]!;
    return originFeatures(prepared, {
      regressors: regressorFeatures(prepared.input.regressors, regressorNames),
      fixed: { names: fixed.names, values: fixed.values[position]! },
      typicalSize,
      horizon,
    });
  };
  const sources = series.map((prepared, position) => ({
    key: prepared.series.id,
    // Too short to have an origin: nothing to learn from.
    levels: prepared.levels.length > firstOrigin(prepared.levels.length) ? prepared.levels : NOTHING,
    features: () => features(position),
  }));
  return { series, positions, features, sources, featureNames: given.length > 0 ? features(0).names : [] };
}

const NOTHING = new Float64Array(0);

/**
 * Groups as the rank of their names and attributes as they are. Trees cut ranks into ranges, which is enough to
 * single out a group in a few splits; the order of the names says nothing.
 */
function fixedFeatures(given: readonly PanelSeries[]): { names: string[]; values: number[][] } {
  const groupNames = distinct(given.flatMap(({ groups }) => Object.keys(groups ?? {})));
  const attributeNames = distinct(given.flatMap(({ attributes }) => Object.keys(attributes ?? {})));
  const ranks = groupNames.map((name) => {
    const labels = distinct(given.flatMap(({ groups }) => groups?.[name] ?? []));
    return new Map(labels.map((label, rank) => [label, rank]));
  });
  return {
    names: [...groupNames, ...attributeNames],
    values: given.map(({ groups, attributes }) => [
      ...groupNames.map((name, index) => ranks[index]!.get(groups?.[name] ?? '') ?? Number.NaN),
      ...attributeNames.map((name) => attributes?.[name] ?? Number.NaN),
    ]),
  };
}

/** Sorted by code unit, so that the order does not depend on the language of the machine. */
function distinct(labels: readonly string[]): string[] {
  return [...new Set(labels)].sort();
}

/** What intermittent series without a demand so far are scaled by; 1 if no series has any. */
function medianDemand(series: readonly PreparedSeries[]): number {
  const sizes = series.flatMap(({ scaling, input }) => {
    if (scaling !== 'ratio') return [];
    const demands = input.observed.filter((value) => value > 0);
    return demands.length === 0 ? [] : [demands.reduce((sum, value) => sum + value, 0) / demands.length];
  });
  return sizes.sort((a, b) => a - b)[sizes.length >> 1] ?? 1;
}
