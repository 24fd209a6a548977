import { describe, expect, it } from 'vitest';
import { type RandomStream, randomStream } from './random.ts';
import { randomChoice, randomInteger, shuffled } from './random-draws.ts';

/** A stream that yields the words given, in turn. */
function scripted(...words: number[]): RandomStream {
  let place = 0;
  const nextUint32 = () => words[place++ % words.length]!;
  return { nextUint32, next: () => nextUint32() / 2 ** 32, fork: () => scripted(...words) };
}

describe('randomInteger', () => {
  it('reaches both ends and nothing else, equally often', () => {
    const random = randomStream(4, 'dice');
    const counts = new Map<number, number>();
    for (let roll = 0; roll < 60_000; roll++) {
      const eyes = randomInteger(random, { low: 1, high: 6 });
      counts.set(eyes, (counts.get(eyes) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6]);
    // 5 degrees of freedom: the chi-square exceeds 20.5 once in a thousand seeds.
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(20.5);
  });

  it('throws away words that would favour small numbers: 2³² is 1 above a multiple of 3', () => {
    expect(randomInteger(scripted(2 ** 32 - 1, 2), { low: 10, high: 12 })).toBe(12);
    expect(randomInteger(scripted(2 ** 32 - 2), { low: 10, high: 12 })).toBe(12);
  });

  it('uses a whole word for the widest range and one number for the narrowest', () => {
    expect(randomInteger(scripted(2 ** 32 - 1), { low: 0, high: 2 ** 32 - 1 })).toBe(2 ** 32 - 1);
    expect(randomInteger(scripted(5), { low: 0, high: 2 ** 32 - 1 })).toBe(5);
    expect(randomInteger(scripted(7), { low: -3, high: -3 })).toBe(-3);
  });

  it('takes 53 bits of two words beyond 2³² numbers, and throws away what would favour small ones', () => {
    const most = Number.MAX_SAFE_INTEGER;
    // The first word counts 2²¹ of the 2⁵³, the upper 21 bits of the second one each.
    expect(randomInteger(scripted(3, 5 * 2 ** 11), { low: 0, high: 2 ** 32 })).toBe(3 * 2 ** 21 + 5);
    expect(randomInteger(scripted(1, 7), { low: 10, high: most - 1 })).toBe(2 ** 21 + 10);
    // Of 2⁵³ draws for 2⁵³ − 1 numbers the last is one too many.
    const top = 2 ** 32 - 1;
    expect(randomInteger(scripted(top, top, 0, 2 ** 11), { low: 0, high: most - 1 })).toBe(1);
    const random = randomStream(3);
    let below = 0;
    for (let draw = 0; draw < 10_000; draw++) {
      below += randomInteger(random, { low: -(2 ** 40), high: 2 ** 41 - 1 }) < 0 ? 1 : 0;
    }
    // A third: standard deviation √(10000 · 2/9) = 47; four of them either way.
    expect(Math.abs(below - 3333)).toBeLessThan(189);
  });

  it('refuses fractions, empty ranges and ranges beyond 53 bits', () => {
    const random = randomStream(1);
    expect(() => randomInteger(random, { low: 0.5, high: 2 })).toThrow(
      'low is 0.5; it must be a whole number',
    );
    expect(() => randomInteger(random, { low: 2, high: 1 })).toThrow(
      'high is 1; it must be a whole number, at least',
    );
    expect(() => randomInteger(random, { low: 0, high: 1.5 })).toThrow('high is 1.5');
    const most = Number.MAX_SAFE_INTEGER;
    expect(() => randomInteger(random, { low: 0, high: most })).toThrow(
      `high is ${most}; it must be a whole number, at least low, 0, and less than 2⁵³ − 1 above`,
    );
    expect(randomInteger(random, { low: 0, high: most - 1 })).toBeLessThan(most);
    expect(randomInteger(random, { low: 2, high: 2 })).toBe(2);
  });
});

describe('shuffled', () => {
  it('keeps the items and the list given', () => {
    const items = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const found = shuffled(randomStream(8), items);
    expect(found).not.toEqual(items);
    expect(found.toSorted()).toEqual(items);
    expect(items[0]).toBe('a');
    expect(shuffled(randomStream(8), items)).toEqual(found);
    expect(shuffled(randomStream(8), [])).toEqual([]);
  });

  it('gives each of the 24 orders of four items equally often', () => {
    const random = randomStream(2027, 'orders');
    const counts = new Map<string, number>();
    for (let draw = 0; draw < 24_000; draw++) {
      const order = shuffled(random, [1, 2, 3, 4]).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(counts.size).toBe(24);
    // 23 degrees of freedom: above 49.7 once in a thousand seeds.
    expect(chiSquare).toBeLessThan(49.7);
  });
});

describe('randomChoice', () => {
  it('chooses in proportion to the weights', () => {
    const random = randomStream(11);
    const counts = { a: 0, b: 0, c: 0 };
    for (let draw = 0; draw < 20_000; draw++)
      counts[randomChoice(random, ['a', 'b', 'c'] as const, [1, 0, 3])] += 1;
    expect(counts.b).toBe(0);
    // Standard deviation √(20000 · ¼ · ¾) = 61; four of them either way.
    expect(Math.abs(counts.a - 5000)).toBeLessThan(245);
  });

  it('chooses equally without weights', () => {
    expect(randomChoice(scripted(4), ['a', 'b', 'c'])).toBe('b');
    expect(randomChoice(scripted(2), ['a', 'b', 'c'])).toBe('c');
    expect(randomChoice(scripted(0), ['only'])).toBe('only');
  });

  it('takes the item whose share of the line holds the draw', () => {
    const at = (share: number) => randomChoice(scripted(share * 2 ** 32), ['a', 'b', 'c'], [1, 1, 2]);
    expect([0, 0.2, 0.25, 0.4, 0.5, 0.99].map(at)).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
  });

  it('refuses no items and weights that do not fit, and accepts one weight above 0', () => {
    const random = randomStream(1);
    expect(() => randomChoice(random, [])).toThrow('items has length 0; it must hold at least one');
    expect(() => randomChoice(random, ['a', 'b'], [1])).toThrow(
      'weights has length 1; it must have one per item, 2',
    );
    expect(() => randomChoice(random, ['a'], [-1])).toThrow(
      'weights[0] is -1; it must be a finite number, at least 0',
    );
    expect(() => randomChoice(random, ['a'], [Number.POSITIVE_INFINITY])).toThrow('weights[0] is Infinity');
    expect(() => randomChoice(random, ['a', 'b'], [0, 0])).toThrow('weights add up to 0');
    expect(randomChoice(random, ['a', 'b'], [0, 1e-300])).toBe('b');
    expect(() => randomChoice(random, ['a', 'b'], [1e308, 1e308])).toThrow(
      'weights add up to Infinity; their sum must be a finite number',
    );
    expect(randomChoice(random, ['a', 'b'], [1.7e308, 0])).toBe('a');
  });
});
