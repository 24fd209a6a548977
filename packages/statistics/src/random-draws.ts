import type { RandomStream } from './random.ts';

/**
 * A whole number from `low` to `high`, both included, each equally likely (draws that would favour some are
 * thrown away, so the number of words taken from the stream varies).
 *
 * @throws RangeError unless both are whole, `high` is at least `low`, and they are less than 2³² apart
 */
export function randomInteger(random: RandomStream, { low, high }: { low: number; high: number }): number {
  if (!Number.isSafeInteger(low)) throw new RangeError(`low is ${low}; it must be a whole number`);
  const count = high - low + 1;
  if (!(Number.isSafeInteger(high) && count >= 1 && count <= WORDS)) {
    throw new RangeError(
      `high is ${high}; it must be a whole number, at least low, ${low}, and less than 2³² above`,
    );
  }
  const fair = WORDS - (WORDS % count);
  for (;;) {
    const word = random.nextUint32();
    if (word < fair) return low + (word % count);
  }
}

const WORDS = 4294967296;

/**
 * The items in random order, each order equally likely; the list given is not changed.
 *
 * @see Durstenfeld (1964), Algorithm 235: Random permutation, Communications of the ACM 7(7)
 */
export function shuffled<Item>(random: RandomStream, items: readonly Item[]): Item[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = randomInteger(random, { low: 0, high: last });
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

/**
 * One of the items, each equally likely or with probability in proportion to its weight.
 *
 * @param weights one per item, at least 0, with a positive sum
 * @throws RangeError if there is no item, or a weight is missing, negative or not finite, or all are 0
 */
export function randomChoice<Item>(
  random: RandomStream,
  items: readonly Item[],
  weights?: ArrayLike<number>,
): Item {
  if (items.length === 0) throw new RangeError('items has length 0; it must hold at least one');
  if (!weights) return items[randomInteger(random, { low: 0, high: items.length - 1 })]!;
  if (weights.length !== items.length) {
    throw new RangeError(`weights has length ${weights.length}; it must have one per item, ${items.length}`);
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
  let left = random.next() * total;
  let chosen = -1;
  for (let index = 0; index < weights.length; index++) {
    if (weights[index] === 0) continue;
    chosen = index;
    left -= weights[index]!;
    if (left < 0) break;
  }
  return items[chosen]!;
}
