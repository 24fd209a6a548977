import { describe, expect, it } from 'vitest';
import { demandUplift, noticedUplift } from './markdown.ts';

const half = { discountPct: 50, elasticity: -2 };

describe('noticedUplift', () => {
  it('is the whole uplift when everybody notices: (1 − 0.5)^−2 = 4', () => {
    expect(noticedUplift({ ...half, noticedShare: 1 })).toBe(demandUplift(half));
    expect(noticedUplift({ ...half, noticedShare: 1 })).toBe(4);
  });

  it('brings half of the three extra customers when half of them notice: 1 + 0.5 × 3', () => {
    expect(noticedUplift({ ...half, noticedShare: 0.5 })).toBe(2.5);
  });

  it('leaves demand as it is when nobody notices', () => {
    expect(noticedUplift({ ...half, noticedShare: 0 })).toBe(1);
  });

  it('refuses a share above 1, naming it', () => {
    expect(() => noticedUplift({ ...half, noticedShare: 1.2 })).toThrow(
      'noticedShare is 1.2; it must be 0 to 1',
    );
  });
});
