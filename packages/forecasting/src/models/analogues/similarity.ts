/** What describes an item: numbers (price, size) and words (brand, category). */
export type Attributes = Readonly<Record<string, number | string>>;

/**
 * Gower's similarity of an item to each of others, 0 to 1: the mean over attributes that both have of 1 minus the
 * distance in ranges (numbers; the range is that of all items) or of 1 if equal and 0 if not (words). Items that
 * share no attribute have similarity 1: nothing tells them apart.
 *
 * @see Gower (1971), A General Coefficient of Similarity and Some of Its Properties, section 2
 * @example similarities({ brand: 'a', price: 2 }, [{ brand: 'a', price: 4 }, { brand: 'b', price: 2 }]) // [0.5, 0.5]
 */
export function similarities(item: Attributes, others: readonly Attributes[]): Float64Array {
  const names = Object.keys(item);
  const ranges = new Map(names.map((name) => [name, rangeOf(name, [item, ...others])]));
  return Float64Array.from(others, (other) => {
    let sum = 0;
    let shared = 0;
    for (const name of names) {
      const alike = likeness(item[name], other[name], ranges.get(name) ?? 0);
      if (alike === undefined) continue;
      sum += alike;
      shared++;
    }
    return shared === 0 ? 1 : sum / shared;
  });
}

/** 0 to 1; undefined if one of them is not known. */
function likeness(
  one: number | string | undefined,
  other: number | string | undefined,
  range: number,
): number | undefined {
  if (one === undefined || other === undefined || Number.isNaN(one) || Number.isNaN(other)) return undefined;
  if (typeof one === 'number' && typeof other === 'number') {
    return range > 0 ? 1 - Math.abs(one - other) / range : 1;
  }
  return one === other ? 1 : 0;
}

function rangeOf(name: string, items: readonly Attributes[]): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { [name]: value } of items) {
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high > low ? high - low : 0;
}
