import type { RandomStream } from './random.ts';
import { requireWeights } from './weights.ts';

/**
 * A whole number from `low` to `high`, both included, each equally likely (draws that would favour some are
 * thrown away, so the number of words taken from the stream varies). Ranges of more than 2³² numbers take two words
 * a draw.
 *
 * @throws RangeError unless both are whole, `high` is at least `low`, and they are less than 2⁵³ − 1 apart
 */
export function randomInteger(random: RandomStream, { low, high }: { low: number; high: number }): number {
  if (!Number.isSafeInteger(low)) throw new RangeError(`low is ${low}; it must be a whole number`);
  const count = high - low + 1;
  if (!(Number.isSafeInteger(high) && count >= 1 && Number.isSafeInteger(count))) {
    throw new RangeError(
      `high is ${high}; it must be a whole number, at least low, ${low}, and less than 2⁵³ − 1 above`,
    );
  }
  const words = count <= WORDS ? WORDS : WIDE_WORDS;
  const fair = words - (words % count);
  for (;;) {
    const word = words === WORDS ? random.nextUint32() : wideWord(random);
    if (word < fair) return low + (word % count);
  }
}

const WORDS = 2 ** 32;
const WIDE_WORDS = 2 ** 53;

/** 53 random bits. */
function wideWord(random: RandomStream): number {
  return random.nextUint32() * 2 ** 21 + (random.nextUint32() >>> 11);
}

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
  const total = requireWeights(weights, { of: 'item', count: items.length });
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
