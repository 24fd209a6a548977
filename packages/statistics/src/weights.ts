/**
 * The sum of weights that stand for shares.
 *
 * @param weights finite numbers, at least 0, of which one is greater
 * @param each    what there is a weight for, in words for the message, and how many of them
 * @throws RangeError if a weight is missing, negative or not finite, if all are 0, or if their sum overflows
 */
export function requireWeights(weights: ArrayLike<number>, each: { of: string; count: number }): number {
  if (weights.length !== each.count) {
    throw new RangeError(
      `weights has length ${weights.length}; it must have one per ${each.of}, ${each.count}`,
    );
  }
  let total = 0;
  for (let index = 0; index < weights.length; index++) {
    const weight = weights[index]!;
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`weights[${index}] is ${weight}; it must be a finite number, at least 0`);
    }
    total += weight;
  }
  if (total === 0) throw new RangeError('weights add up to 0; one of them must be greater than 0');
  if (total === Number.POSITIVE_INFINITY) {
    throw new RangeError('weights add up to Infinity; their sum must be a finite number');
  }
  return total;
}
