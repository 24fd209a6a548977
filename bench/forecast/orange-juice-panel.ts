import type { Regressor } from '@granary/forecasting';
import { readCsv } from './csv-file.ts';

const BRANDS = 11;

/**
 * Regressors of Dominick's orange juice series by id: own price per ounce, whether there is a deal and a feature,
 * and the prices of the ten other brands in the same store. All are known for the weeks to be forecast too: the
 * shop sets them.
 *
 * The panel has no row for a week without a record. Of such a week, prices come from another brand of the store
 * if there is one, else they stay as they were the week before, and there is no deal and no feature.
 */
export function panelRegressors(
  path: string,
): (id: string, values: { history: Float64Array; actual: Float64Array }) => Regressor[] {
  const rows = readCsv(path);
  const ofSeries = Map.groupBy(rows, (row) => row.id!);
  const ofStoreWeek = new Map(rows.map((row) => [`${row.store} ${row.week}`, row]));
  return (id, { history, actual }) => {
    const known = ofSeries.get(id);
    if (!known) throw new Error(`${path} has no rows for ${id}`);
    const byWeek = new Map(known.map((row) => [Number(row.week), row]));
    const { store, brand } = known[0]!;
    const weeks = history.length + actual.length;
    const first = firstWeek(byWeek, { history, actual });
    const prices = Array.from({ length: BRANDS }, (_, index) =>
      carriedOver(
        Array.from({ length: weeks }, (_, at) =>
          Number(ofStoreWeek.get(`${store} ${first + at}`)?.[`price${index + 1}`] ?? Number.NaN),
        ),
      ),
    );
    const mark = (column: 'deal' | 'feat'): Float64Array =>
      Float64Array.from({ length: weeks }, (_, at) => Number(byWeek.get(first + at)?.[column] ?? 0));
    const own = Number(brand) - 1;
    return [
      { name: 'price', values: prices[own]! },
      { name: 'deal', values: mark('deal') },
      { name: 'feat', values: mark('feat') },
      ...prices.flatMap((values, index) =>
        index === own ? [] : [{ name: `price of brand ${index + 1}`, values }],
      ),
    ];
  };
}

/** The week of the first value: the only one at which the units of the panel are those of the series. */
function firstWeek(
  byWeek: ReadonlyMap<number, Record<string, string>>,
  { history, actual }: { history: Float64Array; actual: Float64Array },
): number {
  const values = [...history, ...actual];
  const smallest = Math.min(...byWeek.keys());
  for (let first = smallest; first > smallest - values.length; first--) {
    const fits = values.every((value, at) => {
      const row = byWeek.get(first + at);
      return row === undefined ? Number.isNaN(value) : Number(row.units) === value;
    });
    if (fits) return first;
  }
  throw new Error(`units of the panel are not those of the series of ${byWeek.get(smallest)?.id}`);
}

/** Unknown prices are those before; in front, the first known one. */
function carriedOver(values: number[]): Float64Array {
  let last = values.find((value) => !Number.isNaN(value)) ?? Number.NaN;
  return Float64Array.from(values, (value) => {
    if (!Number.isNaN(value)) last = value;
    return last;
  });
}
