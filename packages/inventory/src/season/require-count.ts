/** @throws RangeError unless `value` is a whole number of at least `least` */
export function requireCount(name: string, value: number, least: number): void {
  if (!(Number.isSafeInteger(value) && value >= least)) {
    throw new RangeError(`${name} is ${value}; it must be a whole number of at least ${least}`);
  }
}
