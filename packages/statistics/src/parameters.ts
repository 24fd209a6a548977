/**
 * Checks of arguments. A wrong argument is a mistake of the caller, so each check throws a `RangeError` that
 * names the parameter, the value and the range it should have had.
 */

/** @throws RangeError unless `value` lies in [0, 1] */
export function requireProbability(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${name} is ${value}; it must lie between 0 and 1`);
}

/** @throws RangeError unless `value` is finite and greater than 0 */
export function requirePositive(name: string, value: number): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`${name} is ${value}; it must be a finite number greater than 0`);
  }
}

/** @throws RangeError unless `value` is finite and at least 0 */
export function requireNonNegative(name: string, value: number): void {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`${name} is ${value}; it must be a finite number, at least 0`);
  }
}

/** @throws RangeError unless `value` is a finite number */
export function requireFinite(name: string, value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`${name} is ${value}; it must be a finite number`);
}

/** @throws RangeError if `value` is not a number; infinities are accepted */
export function requireNumber(name: string, value: number): void {
  if (Number.isNaN(value) || typeof value !== 'number') {
    throw new RangeError(`${name} is ${value}; it must be a number, which may be infinite`);
  }
}

/** @throws RangeError unless `value` is a whole number of at least `least` that a double holds exactly */
export function requireWhole(name: string, value: number, least: number): void {
  if (!(Number.isSafeInteger(value) && value >= least)) {
    throw new RangeError(`${name} is ${value}; it must be a whole number, at least ${least}`);
  }
}
