import type { Regressor } from '../../time-series.ts';

/** What the regressors of one series say of a period ahead. */
export interface RegressorFeatures {
  names: readonly string[];
  /** writes one value per name from column `column` on; @returns the column after them */
  write(
    at: { origin: number; target: number },
    columns: readonly Float64Array[],
    place: { row: number; column: number },
  ): number;
}

/** The regressor that is a price by convention, and what the names of prices of rivals begin with. */
const PRICE = 'price';
const TRAILING = 26;

/**
 * Of each regressor: its value in the period to be forecast, the one before, and how it differs from its average
 * up to the origin; for values above zero the logarithm of the ratio. Where there is a regressor named 'price',
 * the others whose names begin with 'price' are prices of rivals: of them it takes the price relative to their
 * average and to the cheapest, and the deepest cut among them. A regressor that is not known that far is missing.
 *
 * @param names regressors of the whole panel; a series without one of them has it missing
 */
export function regressorFeatures(given: readonly Regressor[], names: readonly string[]): RegressorFeatures {
  const hasPrice = names.includes(PRICE);
  const isRival = (name: string): boolean => hasPrice && name !== PRICE && name.startsWith(PRICE);
  const own = names
    .filter((name) => !isRival(name))
    .map((name) => ({
      name,
      values: given.find((regressor) => regressor.name === name)?.values ?? [],
    }));
  const price = own.find(({ name }) => name === PRICE);
  const rivals = given.filter(({ name }) => isRival(name)).map(({ values }) => values);
  const rivalNames =
    hasPrice && names.some(isRival)
      ? ['to the rivals', 'to the cheapest rival', 'deepest cut of a rival']
      : [];
  return {
    names: [
      ...own.flatMap(({ name }) => [
        name,
        `${name}, change to its average`,
        `${name}, the period before`,
        `${name}, at the origin`,
      ]),
      ...rivalNames.map((name) => `${PRICE} ${name}`),
    ],
    write({ origin, target }, columns, { row, column }) {
      let next = column;
      const put = (value: number): void => {
        columns[next++]![row] = value;
      };
      for (const { values } of own) {
        const average = trailingMean(values, origin);
        put(at(values, target));
        put(change(at(values, target), average));
        put(change(at(values, target - 1), average));
        put(change(at(values, origin - 1), average));
      }
      if (rivalNames.length > 0) putRivals(price!.values, rivals, { origin, target }, put);
      return next;
    },
  };
}

function putRivals(
  price: ArrayLike<number>,
  rivals: readonly ArrayLike<number>[],
  { origin, target }: { origin: number; target: number },
  put: (value: number) => void,
): void {
  const mine = at(price, target);
  let sum = 0;
  let count = 0;
  let cheapest = Number.POSITIVE_INFINITY;
  let deepest = Number.POSITIVE_INFINITY;
  for (const values of rivals) {
    const theirs = at(values, target);
    if (Number.isNaN(theirs)) continue;
    sum += theirs;
    count++;
    cheapest = Math.min(cheapest, theirs);
    deepest = Math.min(deepest, change(theirs, trailingMean(values, origin)));
  }
  put(count > 0 ? change(mine, sum / count) : Number.NaN);
  put(count > 0 ? change(mine, cheapest) : Number.NaN);
  put(count > 0 ? deepest : Number.NaN);
}

function at(values: ArrayLike<number>, index: number): number {
  return index >= 0 && index < values.length ? values[index]! : Number.NaN;
}

/** Relative where both are above zero, absolute elsewhere. */
function change(value: number, from: number): number {
  return value > 0 && from > 0 ? Math.log(value / from) : value - from;
}

function trailingMean(values: ArrayLike<number>, end: number): number {
  let sum = 0;
  let count = 0;
  for (let index = Math.max(0, end - TRAILING); index < Math.min(end, values.length); index++) {
    const value = values[index]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return count > 0 ? sum / count : Number.NaN;
}
