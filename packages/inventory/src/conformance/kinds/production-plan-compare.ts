import { isObject, type Tolerance } from '../case.ts';
import { type Difference, differences } from '../compare.ts';

type Row = Record<string, unknown>;

/** Other names of the fields of a row. */
const NAMES: Record<string, string> = {
  quantity: 'qty',
  demand: 'order',
  operation: 'id',
  arrival: 'arrive',
  period_of_cover: 'days',
  period_of_cover_days: 'days',
  cover_days: 'days',
  onhand: 'on_hand',
};

/**
 * Compares a plan with an expected one. Lines of a plan may be split, so that what has to agree is the total
 * quantity of all lines that are equal in every other field the case names; '3 lots of 2' are 6.
 */
export function comparePlan(
  got: unknown,
  expected: unknown,
  tolerance: Tolerance,
  key: string,
): Difference[] {
  if (!Array.isArray(expected) && !isObject(expected)) return differences(got, expected, tolerance, key);
  const rows = asRows(got);
  const wanted = asRows(expected);
  switch (key) {
    case 'lines':
    case 'purchase_orders':
    case 'replenishments':
      return compareTotals(rows, wanted, tolerance, key);
    case 'operations': {
      // Deliveries are operations too, which most cases leave out.
      const named = new Set(wanted.map(({ id }) => id));
      const relevant = rows.filter(({ id, delivers }) => !delivers || named.has(id));
      return compareTotals(relevant, wanted, tolerance, key);
    }
    case 'deliveries':
      return compareDeliveries(rows, wanted, tolerance, key);
    case 'problems': {
      // Of the types a case names, all have to be there; an empty list names none and allows none.
      const types = new Set(wanted.map(({ type }) => type));
      const relevant = rows.filter(({ type }) => types.size === 0 || types.has(type));
      return compareTotals(relevant, wanted, tolerance, key);
    }
    case 'constraint_reported':
      return compareNamed(rows, wanted, (row, each) => names(each, row), key);
    case 'stock':
    case 'period_of_cover':
      return compareNamed(rows, wanted, (row, each) => agrees(each, row, tolerance), key);
    default:
      return differences(got, expected, tolerance, key);
  }
}

/** `[date, quantity]`; the stock after it and the days it covers may follow. */
function rowOf(values: unknown[]): Row {
  const names = ['date', 'qty', 'on_hand', 'days'];
  return Object.fromEntries(values.map((value, at) => [names[at] ?? `field ${at}`, value]));
}

/** Objects, or lists that begin with date and quantity, with the usual names of the fields. */
function asRows(value: unknown): Row[] {
  if (isObject(value)) return asRows([value]);
  if (!Array.isArray(value)) return [];
  return value.map((each: unknown) => {
    if (Array.isArray(each)) return rowOf(each);
    if (!isObject(each)) return { value: each };
    return Object.fromEntries(Object.entries(each).map(([name, field]) => [NAMES[name] ?? name, field]));
  });
}

/** Every expected row has to be among those found; an empty list expects none. */
function compareNamed(
  got: Row[],
  expected: Row[],
  same: (expected: Row, got: Row) => boolean,
  key: string,
): Difference[] {
  if (expected.length === 0 && got.length > 0) return [{ key, expected, got }];
  return expected
    .filter((row) => !got.some((each) => same(row, each)))
    .map((row) => ({ key, expected: row, got }));
}

function compareDeliveries(got: Row[], expected: Row[], tolerance: Tolerance, key: string): Difference[] {
  const found: Difference[] = [];
  const wanted: Row[] = [];
  for (const row of expected) {
    const { lines, ...rest } = row;
    if (lines === undefined) {
      wanted.push(row);
      continue;
    }
    const { order, ...totals } = rest;
    wanted.push(...asRows(lines).map((line) => ({ order, ...line })));
    const outcome = got.find((each) => each.order === order) ?? {};
    for (const [name, value] of Object.entries(totals)) {
      found.push(...differences(outcome[name], value, tolerance, `${key}.${order}.${name}`));
    }
  }
  const made = got.flatMap(({ rows }) => asRows(rows));
  return [...found, ...compareTotals(made, wanted, tolerance, key)];
}

/** Sums the quantities of equal rows on both sides; fields the expected rows do not have play no part. */
function compareTotals(got: Row[], expected: Row[], tolerance: Tolerance, key: string): Difference[] {
  const fields = [...new Set(expected.flatMap((row) => Object.keys(row)))]
    .filter((name) => name !== 'qty')
    .sort();
  // Rows of which the case names nothing are still to be absent: compare them by what they have.
  const by =
    expected.length > 0
      ? fields
      : [...new Set(got.flatMap((row) => Object.keys(row)))].filter((name) => name !== 'qty');
  const byDay = !expected.some((row) => Object.values(row).some(isMoment));
  const wanted = totals(expected, by, byDay);
  const found = totals(got, by, byDay);
  return [...new Set([...wanted.keys(), ...found.keys()])].flatMap((group) =>
    differences(found.get(group) ?? 0, wanted.get(group) ?? 0, tolerance, `${key}[${group}]`),
  );
}

function totals(rows: Row[], fields: string[], byDay: boolean): Map<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const group = fields.map((name) => `${name}: ${text(row[name], byDay)}`).join(', ');
    sums.set(group, (sums.get(group) ?? 0) + quantityOf(row.qty));
  }
  return sums;
}

/** A row without a quantity counts as one, so that its absence shows. */
function quantityOf(value: unknown): number {
  if (value === undefined) return 1;
  const lots = typeof value === 'string' ? /^(\d+) lots? of ([\d.]+)$/.exec(value) : null;
  return lots ? Number(lots[1]) * Number(lots[2]) : Number(value);
}

/** Numbers by six decimals; a moment by its day unless the case states moments too. */
function text(value: unknown, byDay: boolean): string {
  if (typeof value === 'number') return String(Math.round(value * 1e6) / 1e6);
  return isMoment(value) && (byDay || value.endsWith('T00:00:00')) ? value.slice(0, 10) : String(value);
}

function isMoment(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value);
}

/** Whether a constraint is the one expected: its order, its kind, and the operation, item or supplier named. */
function names(constraint: Row, { order, cause, ...others }: Row): boolean {
  if (constraint.order !== order) return false;
  if (Object.entries(others).some(([name, value]) => constraint[name] !== value)) {
    return false;
  }
  if (cause === undefined) return true;
  const words = String(cause).toLowerCase();
  const named = [constraint.id, constraint.supplier, constraint.item].some(
    (name) => name !== undefined && words.includes(String(name).toLowerCase()),
  );
  return words.includes(String(constraint.kind)) && (named || !words.includes("'"));
}

function agrees(got: Row, expected: Row, tolerance: Tolerance): boolean {
  return Object.entries(expected).every(([name, value]) =>
    typeof value === 'string'
      ? text(got[name], !isMoment(value)) === text(value, false)
      : differences(got[name], value, tolerance, name).length === 0,
  );
}
