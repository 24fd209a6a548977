/** Rows of a list that an example shows; the shape of a third says nothing new. */
const rowsShown = 2;

/** A reply short enough to be read: the first rows of each list, texts of any length cut. */
export function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, rowsShown).map(shortened);
  if (typeof value === 'string' && value.length > 400) return `${value.slice(0, 399)}…`;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shortened(inner)]));
}
