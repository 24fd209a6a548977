import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RandomStream, randomStream } from './random.ts';

const words = (random: RandomStream, count: number): number[] =>
  Array.from({ length: count }, () => random.nextUint32());

describe('randomStream', () => {
  it('gives the same numbers for the same seed and keys', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.string(), { maxLength: 3 }), (seed, keys) => {
        expect(words(randomStream(seed, ...keys), 8)).toEqual(words(randomStream(seed, ...keys), 8));
      }),
    );
  });

  it('keeps the numbers that stored proofs were made with', () => {
    // Written down from this generator: a change here changes every stored simulation.
    expect(words(randomStream(1, 'store 12', 'sku 9'), 4)).toEqual(GOLDEN);
  });

  it('gives other numbers for another seed or key', () => {
    const starts = new Set<string>();
    for (let seed = 0; seed < 1000; seed++) starts.add(words(randomStream(seed), 2).join());
    for (let sku = 0; sku < 1000; sku++) starts.add(words(randomStream(1, `sku ${sku}`), 2).join());
    expect(starts.size).toBe(2000);
  });

  it('tells keys apart by their borders and their type', () => {
    const lists = [['ab', 'c'], ['a', 'bc'], ['abc'], ['abc', ''], ['1'], [1], [], ['']];
    const starts = lists.map((keys) => words(randomStream(7, ...keys), 2).join());
    expect(new Set(starts).size).toBe(lists.length);
  });

  it('forks independently of how far the stream has run', () => {
    const fresh = randomStream(3, 'a');
    const used = randomStream(3, 'a');
    words(used, 57);
    expect(words(used.fork('x'), 8)).toEqual(words(fresh.fork('x'), 8));
    expect(words(fresh.fork('x'), 8)).not.toEqual(words(fresh.fork('y'), 8));
  });

  it('spreads its numbers evenly: chi-square over 100 cells in each of 20 streams', () => {
    let chiSquare = 0;
    for (let key = 0; key < 20; key++) {
      const random = randomStream(2027, key);
      const cells = new Float64Array(100);
      for (let draw = 0; draw < 20_000; draw++) cells[Math.floor(random.next() * 100)]! += 1;
      chiSquare += cells.reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0);
    }
    // 20 × 99 = 1980 degrees of freedom: mean 1980, standard deviation √3960 = 63; four of them either way.
    expect(Math.abs(chiSquare - 1980)).toBeLessThan(252);
  });

  it('has uncorrelated first numbers in streams with neighbouring keys', () => {
    const firsts = Array.from({ length: 20_000 }, (_, key) => randomStream(5, key).next() - 0.5);
    let product = 0;
    for (let key = 1; key < firsts.length; key++) product += firsts[key]! * firsts[key - 1]!;
    // Variance of a uniform number is 1/12; the correlation has standard error 1/√20000 = 0.0071.
    expect(Math.abs((product / firsts.length) * 12)).toBeLessThan(0.03);
  });

  it('refuses a seed that is not a number', () => {
    expect(() => randomStream(Number.NaN)).toThrow('seed is NaN');
    expect(() => randomStream(1, Number.POSITIVE_INFINITY)).toThrow('key is Infinity');
  });
});

const GOLDEN = [4018973132, 2031021607, 1137832492, 3729175185];
