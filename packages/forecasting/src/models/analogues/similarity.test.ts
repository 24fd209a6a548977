import { describe, expect, it } from 'vitest';
import { similarities } from './similarity.ts';

describe('similarities', () => {
  it('takes numbers by their distance in ranges and words by equality', () => {
    // prices 2, 4, 6: range 4; sizes 'l', 'l', 's'
    const others = [
      { price: 4, size: 'l' },
      { price: 6, size: 's' },
    ];
    expect(Array.from(similarities({ price: 2, size: 'l' }, others))).toEqual([(0.5 + 1) / 2, (0 + 0) / 2]);
  });

  it('compares only what both have', () => {
    expect(
      Array.from(similarities({ brand: 'a', price: 3 }, [{ brand: 'a' }, { price: Number.NaN }])),
    ).toEqual([1, 1]);
  });

  it('has a number of one value alike everywhere', () => {
    expect(Array.from(similarities({ price: 3 }, [{ price: 3 }]))).toEqual([1]);
  });
});
