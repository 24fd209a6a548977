import { describe, expect, it } from 'vitest';
import { demandLattice } from './demand-lattice.ts';

const latticeOf = (...values: number[]) => demandLattice(Float64Array.from(values));

describe('demandLattice', () => {
  it('finds packs: the greatest common divisor of the demands', () => {
    const { unit, cells } = latticeOf(0, 1500, 0, 400, 100, Number.NaN);
    expect(unit).toBe(100);
    expect(Array.from(cells)).toEqual([0, 15, 0, 4, 1, -1]);
  });

  it('finds tenths and hundredths', () => {
    expect(latticeOf(0, 0.3, 1.2).unit).toBe(0.3);
    expect(latticeOf(0.25, 1.1).unit).toBe(0.05);
  });

  it('counts cells of a 256th of the median where there is no common unit', () => {
    const { unit, cells } = latticeOf(Math.PI, Math.E, Math.SQRT2, 0);
    expect(unit).toBe(Math.E / 256);
    expect(cells[1]).toBe(256);
    expect(cells[3]).toBe(0);
  });

  it('takes multiples of the unit where the median has more than 256 of them', () => {
    const { unit } = latticeOf(100_001, 99_998, 100_000);
    expect(Number.isInteger(unit)).toBe(true);
    expect(100_000 / unit).toBeLessThanOrEqual(256);
  });

  it('keeps small demand apart from none, and reads demand far beyond the others as less', () => {
    const { cells } = latticeOf(1, 60_000, 70_001, 80_001, 1e12);
    expect(cells[0]).toBe(1);
    expect(cells[4]).toBe(16_384);
  });

  it.each([1e-12, 1e12])('works at values around %d', (scale) => {
    const { unit, cells } = latticeOf(2.5 * scale, 0, 7.1 * scale);
    expect(cells[2]! * unit).toBeCloseTo(7.1 * scale, -Math.log10(scale) + 1);
    expect(cells[1]).toBe(0);
  });
});
