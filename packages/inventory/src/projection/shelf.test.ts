import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clearShelf, createShelf, expire, issue, issueFrom, receive, type Shelf, takeOut } from './shelf.ts';

/** Three slots whose last days are 1, 2 and 5. */
function shelfOf(...units: number[]): Shelf {
  const shelf = createShelf(Int32Array.of(1, 2, 5));
  units.forEach((each, slot) => {
    receive(shelf, slot, each);
  });
  return shelf;
}

const held = (shelf: Shelf) => [...shelf.units];

describe('a shelf', () => {
  it('holds nothing at first', () => {
    const shelf = shelfOf();
    expect(shelf.onHand).toBe(0);
    expect(expire(shelf, 9)).toBe(0);
  });

  it('issues from the earliest expiry on', () => {
    const shelf = shelfOf(2, 3, 4);
    issue(shelf, 4, 0);
    expect(held(shelf)).toEqual([0, 1, 4]);
    expect([...shelf.sold]).toEqual([2, 2, 0]);
    expect(shelf.onHand).toBe(5);
  });

  it('issues to freshest-first customers from the latest expiry on', () => {
    const shelf = shelfOf(2, 3, 4);
    issue(shelf, 6, 5);
    expect(held(shelf)).toEqual([1, 2, 0]);
    expect([...shelf.sold]).toEqual([1, 1, 4]);
  });

  it('issues from earlier slots that fill up again after they were empty', () => {
    const shelf = shelfOf(1, 1, 1);
    issue(shelf, 3, 3);
    receive(shelf, 0, 2);
    receive(shelf, 2, 1);
    issue(shelf, 2, 1);
    expect(held(shelf)).toEqual([1, 0, 0]);
  });

  it('writes off what is on its last day, and nothing later', () => {
    const shelf = shelfOf(2, 3, 4);
    expect(expire(shelf, 1)).toBe(2);
    expect(held(shelf)).toEqual([0, 3, 4]);
    expect(expire(shelf, 4)).toBe(3);
    expect([...shelf.wasted]).toEqual([2, 3, 0]);
    expect(shelf.onHand).toBe(4);
  });

  it('takes out and sells from one slot no more than it holds', () => {
    const shelf = shelfOf(2, 3, 4);
    expect(takeOut(shelf, 1, 2)).toBe(2);
    expect(takeOut(shelf, 1, 2)).toBe(1);
    expect(issueFrom(shelf, 2, 3)).toBe(3);
    expect(issueFrom(shelf, 2, 3)).toBe(1);
    expect([...shelf.sold]).toEqual([0, 0, 4]);
    expect(shelf.onHand).toBe(2);
  });

  it('is as new once cleared', () => {
    const shelf = shelfOf(2, 3, 4);
    issue(shelf, 4, 1);
    expire(shelf, 2);
    clearShelf(shelf);
    expect(shelf).toEqual(createShelf(Int32Array.of(1, 2, 5)));
  });
});

describe('a shelf, whatever happens', () => {
  const step = fc.record({
    slot: fc.integer({ min: 0, max: 3 }),
    units: fc.integer({ min: 0, max: 6 }),
    served: fc.integer({ min: 0, max: 6 }),
    share: fc.constantFrom(0, 0.5, 1),
    takenOut: fc.integer({ min: 0, max: 2 }),
  });

  it('keeps every unit in one place, and counts what is on hand', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const shelf = createShelf(Int32Array.of(2, 4, 4, 9));
        const received = [0, 0, 0, 0];
        const removed = [0, 0, 0, 0];
        steps.forEach(({ slot, units, served, share, takenOut }, index) => {
          if (shelf.lastDay[slot]! > index) {
            receive(shelf, slot, units);
            received[slot]! += units;
          }
          removed[slot]! += takeOut(shelf, slot, takenOut);
          const issued = Math.min(served, shelf.onHand);
          issue(shelf, issued, Math.floor(issued * share));
          expire(shelf, index + 1);
          for (let each = 0; each < 4; each++) {
            expect(shelf.units[each]! + shelf.sold[each]! + shelf.wasted[each]! + removed[each]!).toBe(
              received[each],
            );
            expect(shelf.units[each]).toBeGreaterThanOrEqual(0);
            if (shelf.lastDay[each]! <= index + 1) expect(shelf.units[each]).toBe(0);
          }
          expect(shelf.onHand).toBe(shelf.units.reduce((sum, each) => sum + each, 0));
        });
      }),
      { numRuns: 300 },
    );
  });
});
