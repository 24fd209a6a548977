const deepest = 4;
const mostFields = 30;
const mostEntries = 3;

/**
 * What was sent, without any of it: names of fields with the kind and size of
 * their values, so that a fault can be looked into and nobody's data is in the log.
 */
export function inputShape(value: unknown, depth = 0): unknown {
  if (value === null) return 'null';
  if (typeof value === 'string') return `text of ${value.length}`;
  if (typeof value !== 'object') return typeof value;
  if (depth >= deepest) return Array.isArray(value) ? 'list' : 'object';
  if (Array.isArray(value)) {
    return {
      length: value.length,
      of: value.slice(0, mostEntries).map((entry) => inputShape(entry, depth + 1)),
    };
  }
  // A name may be anything somebody sent; the log hides what hangs on names of secrets, not the kind of it.
  return Object.entries(value)
    .slice(0, mostFields)
    .map(([name, entry]) => ({ field: name.slice(0, 60), is: inputShape(entry, depth + 1) }));
}
