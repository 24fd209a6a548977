import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizeDown, sizeUp } from './order-sizes.ts';
import { StockProfile } from './stock-profile.ts';

describe('a stock profile', () => {
  /** 5 on hand; 3 leave on day 2, 4 arrive on day 4, 6 leave on day 7. */
  const profile = () => {
    const stock = new StockProfile(5);
    for (const [day, quantity] of [
      [4, 4],
      [2, -3],
      [7, -6],
    ] as const) {
      stock.book(day, quantity);
    }
    return stock;
  };

  it('knows the level at the end of every day', () => {
    const stock = profile();
    expect([1, 2, 3, 4, 6, 7, 9].map((day) => stock.levelAt(day))).toEqual([5, 2, 2, 6, 6, 0, 0]);
  });

  it('knows what can be taken from a day on without missing later', () => {
    const stock = profile();
    stock.book(9, 8);
    expect([1, 4, 7, 8, 9, 10].map((day) => stock.lowestFrom(day))).toEqual([0, 0, 0, 0, 8, 8]);
    expect(new StockProfile(3).lowestFrom(1)).toBe(3);
  });

  it('knows when stock is free that nothing later needs', () => {
    const stock = profile();
    expect(stock.firstFreeAfter(0)).toBe(Number.POSITIVE_INFINITY);
    stock.book(9, 8);
    expect([0, 8].map((day) => stock.firstFreeAfter(day))).toEqual([9, 9]);
    stock.book(12, -8);
    expect(stock.firstFreeAfter(0)).toBe(Number.POSITIVE_INFINITY);
    stock.book(12, 1);
    expect(stock.firstFreeAfter(0)).toBe(9);
    // On the day itself it is no later day.
    expect(stock.firstFreeAfter(9)).toBe(12);
    expect(stock.firstFreeAfter(12)).toBe(Number.POSITIVE_INFINITY);
  });

  it('knows the first day that ends with less than a level', () => {
    const stock = profile();
    expect([5.5, 5, 2.5, 2, 0.5, 0].map((level) => stock.firstBelow(level, 1))).toEqual([
      1,
      2,
      2,
      7,
      7,
      undefined,
    ]);
    expect(stock.firstBelow(5, 3)).toBe(3);
    expect(stock.firstBelow(5, 4)).toBe(7);
    expect(stock.firstBelow(1, 8)).toBe(8);
    expect(stock.firstBelow(0, 8)).toBeUndefined();
  });

  it('joins what is booked on one day', () => {
    const stock = profile();
    stock.book(4, 1);
    expect(stock.days).toEqual([2, 4, 7]);
    expect(stock.changes).toEqual([-3, 5, -6]);
    expect([0, 2, 3, 7].map((day) => stock.nextChange(day))).toEqual([2, 4, 4, undefined]);
  });

  it('agrees with a sum over all bookings', () => {
    const bookings = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: -9, max: 9 })));
    fc.assert(
      fc.property(bookings, fc.integer({ min: 0, max: 9 }), (list, day) => {
        const stock = new StockProfile(4);
        for (const [at, quantity] of list) stock.book(at, quantity);
        const level = (end: number) =>
          list.reduce((sum, [at, quantity]) => (at <= end ? sum + quantity : sum), 4);
        const later = Array.from({ length: 10 - day }, (_, index) => level(day + index));
        expect(stock.levelAt(day)).toBe(level(day));
        expect(stock.lowestFrom(day)).toBe(Math.min(...later));
        const free = later.findIndex((_, index) => index > 0 && Math.min(...later.slice(index)) > 0);
        const changed = stock.days.filter((each) => each > day);
        const expected =
          free < 0 || changed.length === 0
            ? Number.POSITIVE_INFINITY
            : changed.find((each) => Math.min(...later.slice(each - day)) > 0);
        expect(stock.firstFreeAfter(day)).toBe(expected ?? Number.POSITIVE_INFINITY);
      }),
      { numRuns: 300 },
    );
  });
});

describe('order sizes', () => {
  it('go up to the minimum and then to the multiple', () => {
    expect(sizeUp({}, 3.5)).toBe(3.5);
    expect(sizeUp({ minimum: 5 }, 3.5)).toBe(5);
    expect(sizeUp({ minimum: 5, multiple: 4 }, 3.5)).toBe(8);
    expect(sizeUp({ multiple: 4 }, 8)).toBe(8);
  });

  it('go down to what is permitted, or to nothing', () => {
    expect(sizeDown({}, 3.5)).toBe(3.5);
    expect(sizeDown({ multiple: 4 }, 11)).toBe(8);
    expect(sizeDown({ multiple: 4 }, 3.9)).toBe(0);
    expect(sizeDown({ multiple: 0.1 }, 0.3)).toBeCloseTo(0.3, 12);
    expect(sizeDown({ minimum: 5 }, 4)).toBe(0);
    expect(sizeDown({ minimum: 5 }, 5)).toBe(5);
    expect(sizeDown({ maximum: 6, multiple: 4 }, 11)).toBe(4);
    expect(sizeDown({}, -1)).toBe(0);
  });
});
