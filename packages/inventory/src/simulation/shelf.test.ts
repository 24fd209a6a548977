import { describe, expect, it } from 'vitest';
import { closeDay, emptyShelf, issueFreshest, issueOldest, receive } from './shelf.ts';

const ignore = () => {};

function shelfOfTwo() {
  const shelf = emptyShelf();
  receive(shelf, { day: 1, batchId: 'fresh', expiryDay: 9, units: 5 });
  receive(shelf, { day: 1, batchId: 'old', expiryDay: 4, units: 3 });
  return shelf;
}

describe('a shelf', () => {
  it('issues the earliest expiry first, whatever came first', () => {
    const shelf = shelfOfTwo();
    expect(issueOldest(shelf, 4, ignore)).toBe(4);
    expect(shelf.lots.get('old')).toMatchObject({ issuedUnits: 3, onHandUnits: 0 });
    expect(shelf.lots.get('fresh')).toMatchObject({ issuedUnits: 1, onHandUnits: 4 });
  });

  it('gives the latest expiry to those who look for it', () => {
    const shelf = shelfOfTwo();
    expect(issueFreshest(shelf, 2, ignore)).toBe(2);
    expect(shelf.lots.get('fresh')?.onHandUnits).toBe(3);
    expect(shelf.lots.get('old')?.onHandUnits).toBe(3);
  });

  it('issues no more than it holds', () => {
    const shelf = shelfOfTwo();
    expect(issueOldest(shelf, 100, ignore)).toBe(8);
    expect(shelf.onHandUnits).toBe(0);
    expect(issueFreshest(shelf, 1, ignore)).toBe(0);
  });

  it('counts the expiry day as sellable and wastes what is left at its close', () => {
    const shelf = shelfOfTwo();
    expect(closeDay(shelf, 3)).toBe(0);
    expect(issueOldest(shelf, 1, ignore)).toBe(1);
    expect(closeDay(shelf, 4)).toBe(2);
    expect(shelf.lots.get('old')).toMatchObject({
      receivedUnits: 3,
      issuedUnits: 1,
      wastedUnits: 2,
      onHandUnits: 0,
    });
    expect(shelf.onHandUnits).toBe(5);
  });

  it('joins a second delivery of a lot, also when the first had sold out', () => {
    const shelf = shelfOfTwo();
    issueOldest(shelf, 3, ignore);
    closeDay(shelf, 2);
    receive(shelf, { day: 3, batchId: 'old', expiryDay: 4, units: 2 });
    expect(shelf.batches.map((batch) => batch.batchId)).toEqual(['old', 'fresh']);
    expect(shelf.lots.get('old')).toMatchObject({ receivedUnits: 5, issuedUnits: 3, onHandUnits: 2 });
  });
});
