import { quantileType7 } from '@granary/statistics';

/** What is known of a location, to compare it with others: sales by category, size, prices, weather … */
export interface StoreProfile {
  locationId: string;
  /** the same names at every location; finite numbers in any unit */
  features: Readonly<Record<string, number>>;
}

/**
 * How features are made comparable.
 * - `standardise`: less the mean, by the standard deviation. The usual choice.
 * - `robust`: less the median, by the interquartile range / 1.349, so that a single giant does not shrink the
 *   others; by the standard deviation where half of the locations are equal.
 * - `share-of-total`: each location's features as shares of their sum, for sales by category, size or colour:
 *   locations then group by what they sell, not by how much. No feature may be negative.
 */
export type ProfileScaling = 'standardise' | 'robust' | 'share-of-total';

/** Profiles as points: one row per location in the order of their ids, one column per feature. */
export interface ScaledProfiles {
  locationIds: string[];
  featureNames: string[];
  /** locations × features; the squared distance of two rows is the weighted one */
  values: Float64Array;
}

/**
 * Profiles made comparable and weighted, in the order of the location ids: what comes after depends neither on
 * the order of the list nor on the units of the features. Values are rounded to ten decimals, so that the last
 * digit of a unit does not decide ties. A feature that is equal everywhere, up to rounding, becomes 0 and has no
 * influence.
 *
 * @param weights importance of each feature in the squared distance, from 0 to 1e100; 1 where left out
 * @throws RangeError if an id comes twice, features differ between locations or are not finite, a weight
 *         belongs to no feature or lies outside, or all are 0
 */
export function scaledProfiles(
  stores: readonly StoreProfile[],
  { scaling, weights = {} }: { scaling: ProfileScaling; weights?: Readonly<Record<string, number>> },
): ScaledProfiles {
  const sorted = [...stores].sort((left, right) => (left.locationId < right.locationId ? -1 : 1));
  const featureNames = Object.keys(sorted[0]?.features ?? {}).sort();
  requireProfiles(sorted, featureNames);
  requireWeights(featureNames, weights);
  const values = new Float64Array(sorted.length * featureNames.length);
  const columns =
    scaling === 'share-of-total'
      ? sharesOfTotal(sorted, featureNames)
      : featureNames.map((name) => {
          const column = withoutUnit(Float64Array.from(sorted, ({ features }) => features[name]!));
          return scaling === 'robust' ? robust(column) : standardised(column);
        });
  for (const [column, numbers] of columns.entries()) {
    const root = Math.sqrt(weights[featureNames[column]!] ?? 1);
    for (let row = 0; row < sorted.length; row++) {
      values[row * featureNames.length + column] = root * (Math.round(numbers[row]! * 1e10) / 1e10);
    }
  }
  return { locationIds: sorted.map(({ locationId }) => locationId), featureNames, values };
}

/** Differences below this share of the largest value are rounding: 0.1 + 0.2 and 0.3 are equal. */
const ROUNDING = 1e-14;

/** By the power of two below the largest, so that no square overflows or vanishes and no digit changes. */
function withoutUnit(column: Float64Array): Float64Array {
  const largest = largestSize(column);
  const unit = largest === 0 ? 1 : 2 ** Math.floor(Math.log2(largest));
  return column.map((value) => value / unit);
}

function largestSize(column: Float64Array): number {
  return column.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}

/** Less the mean, by the standard deviation of the locations given (divisor n); zeros if all are equal. */
function standardised(column: Float64Array): Float64Array {
  return scaledBy(column, meanOf(column), standardDeviationOf(column));
}

/** The interquartile range of a normal distribution is 1.349 standard deviations. */
function robust(column: Float64Array): Float64Array {
  const sorted = column.toSorted();
  const range = (quantileType7(sorted, 0.75) - quantileType7(sorted, 0.25)) / 1.3489795003921634;
  const isSpread = range > ROUNDING * largestSize(column);
  return scaledBy(column, quantileType7(sorted, 0.5), isSpread ? range : standardDeviationOf(column));
}

function scaledBy(column: Float64Array, center: number, spread: number): Float64Array {
  const largest = largestSize(column);
  const isConstant = column.every((value) => Math.abs(value - column[0]!) <= ROUNDING * largest);
  return column.map((value) => (isConstant ? 0 : (value - center) / spread));
}

function meanOf(column: Float64Array): number {
  return column.reduce((sum, value) => sum + value, 0) / column.length;
}

function standardDeviationOf(column: Float64Array): number {
  const mean = meanOf(column);
  return Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length);
}

function sharesOfTotal(stores: readonly StoreProfile[], featureNames: string[]): Float64Array[] {
  const shares = stores.map(({ locationId, features }) => {
    const values = Float64Array.from(featureNames, (name) => features[name]!);
    for (const [index, value] of values.entries()) {
      if (value < 0) {
        throw new RangeError(`${featureNames[index]} of ${locationId} is ${value}; a share needs at least 0`);
      }
    }
    const row = withoutUnit(values);
    const total = row.reduce((sum, value) => sum + value, 0);
    if (total === 0) {
      throw new RangeError(`features of ${locationId} add up to 0; shares need a positive sum`);
    }
    return row.map((value) => value / total);
  });
  return featureNames.map((_, column) => Float64Array.from(shares, (row) => row[column]!));
}

function requireProfiles(sorted: readonly StoreProfile[], featureNames: string[]): void {
  if (sorted.length === 0) throw new RangeError('stores has length 0; it must hold at least one location');
  if (featureNames.length === 0) throw new RangeError('features is empty; it must hold at least one number');
  for (const [row, { locationId, features }] of sorted.entries()) {
    if (sorted[row - 1]?.locationId === locationId) {
      throw new RangeError(`locationId ${locationId} comes twice; each location must come once`);
    }
    const names = Object.keys(features);
    const stranger = names.find((name) => !featureNames.includes(name));
    if (stranger !== undefined || names.length !== featureNames.length) {
      throw new RangeError(
        `features of ${locationId} are ${names.sort().join(', ')}; they must be ${featureNames.join(', ')}`,
      );
    }
    for (const name of featureNames) {
      if (!Number.isFinite(features[name])) {
        throw new RangeError(`${name} of ${locationId} is ${features[name]}; it must be a finite number`);
      }
    }
  }
}

function requireWeights(featureNames: string[], weights: Readonly<Record<string, number>>): void {
  for (const [name, weight] of Object.entries(weights)) {
    if (!featureNames.includes(name)) {
      throw new RangeError(`weights names ${name}; it must be one of ${featureNames.join(', ')}`);
    }
    if (!(weight >= 0 && weight <= 1e100)) {
      throw new RangeError(`weights.${name} is ${weight}; it must be a number from 0 to 1e100`);
    }
  }
  if (featureNames.every((name) => weights[name] === 0)) {
    throw new RangeError('weights are all 0; one of them must be greater than 0');
  }
}
