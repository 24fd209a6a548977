/** @throws RangeError unless `value` is a list; lists may come from outside, where types do not hold */
export function requireList(name: string, value: unknown): void {
  if (!Array.isArray(value)) throw new RangeError(`${name} is ${value}; it must be a list`);
}
