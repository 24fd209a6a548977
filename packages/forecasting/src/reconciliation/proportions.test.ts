import { describe, expect, it } from 'vitest';
import { hierarchyOf } from './hierarchy.ts';
import { bottomUp, topDown } from './proportions.ts';

const HIERARCHY = hierarchyOf({ leaves: [{ id: 'a' }, { id: 'b' }], levels: [] });
const BASE = Float64Array.of(100, 30, 50);

describe('bottomUp and topDown', () => {
  it('bottom-up keeps the leaves and sums them', () => {
    expect(Array.from(bottomUp({ hierarchy: HIERARCHY, base: BASE }))).toEqual([80, 30, 50]);
  });

  it('top-down keeps the total and shares it, by the forecasts or by given shares', () => {
    expect(Array.from(topDown({ hierarchy: HIERARCHY, base: BASE }))).toEqual([100, 37.5, 62.5]);
    expect(Array.from(topDown({ hierarchy: HIERARCHY, base: BASE, shares: [1, 3] }))).toEqual([100, 25, 75]);
  });

  it('shares evenly when no leaf is forecast to sell', () => {
    expect(Array.from(topDown({ hierarchy: HIERARCHY, base: Float64Array.of(6, 0, -1) }))).toEqual([6, 3, 3]);
  });

  it('refuses shares that are too few, negative or all 0', () => {
    const refused = (shares: number[]) => () => topDown({ hierarchy: HIERARCHY, base: BASE, shares });
    expect(refused([1])).toThrow('shares has 1 values; it must have 2, one per leaf');
    expect(refused([1, -1])).toThrow('shares[1] is -1; it must be a finite number, at least 0');
    expect(refused([0, 0])).toThrow('shares are all 0; at least one must be above 0');
    expect(refused([0, 1])()).toEqual(Float64Array.of(100, 0, 100));
  });
});
