/** A copy in which all that is no number is NaN: null, which JSON has for NaN, is no zero, and '7' is no 7. */
export function numbersOf(values: ArrayLike<number>): Float64Array {
  const numbers = new Float64Array(values.length);
  for (let index = 0; index < numbers.length; index++) {
    const value = values[index];
    numbers[index] = typeof value === 'number' ? value : Number.NaN;
  }
  return numbers;
}
