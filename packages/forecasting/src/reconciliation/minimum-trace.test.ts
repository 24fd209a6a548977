import { luDecomposition, matrixFromRows } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagonalCovariance, shrunkCovariance, structuralCovariance } from './error-covariance.ts';
import { type Hierarchy, hierarchyOf, sumUp } from './hierarchy.ts';
import { reconcileMinimumTrace } from './minimum-trace.ts';

const LEAVES = ['a', 'b', 'c', 'd', 'e'].map((id, index) => ({
  id,
  groups: { region: index < 2 ? 'north' : 'south', category: index % 2 ? 'dairy' : 'bakery' },
}));
const HIERARCHY = hierarchyOf({ leaves: LEAVES, levels: [['region'], ['category']] });
const NODES = HIERARCHY.nodes.length;

const baseForecasts = fc.array(fc.double({ min: -50, max: 100, noNaN: true }), {
  minLength: NODES,
  maxLength: NODES,
});
const variances = fc.array(fc.double({ min: 0.1, max: 20, noNaN: true }), {
  minLength: NODES,
  maxLength: NODES,
});

/** S (S' W⁻¹ S)⁻¹ S' W⁻¹ y with matrices, for a diagonal W: the textbook's formula. */
function byMatrices(hierarchy: Hierarchy, base: number[], weights: number[], free: number[]): Float64Array {
  const columns = free.map((leaf) => {
    const unit = new Float64Array(hierarchy.leafCount);
    unit[leaf] = 1;
    return sumUp(hierarchy, unit);
  });
  const normal = columns.map((a) =>
    columns.map((b) => a.reduce((sum, value, node) => sum + (value * b[node]!) / weights[node]!, 0)),
  );
  const right = columns.map((a) =>
    a.reduce((sum, value, node) => sum + (value * base[node]!) / weights[node]!, 0),
  );
  const leaves = new Float64Array(hierarchy.leafCount);
  const lu = luDecomposition(matrixFromRows(normal));
  const solved = lu.kind === 'regular' ? lu.solve(right) : [];
  free.forEach((leaf, index) => {
    leaves[leaf] = solved[index]!;
  });
  return sumUp(hierarchy, leaves);
}

const distance = (values: Float64Array, base: number[], weights: number[]): number =>
  values.reduce((sum, value, node) => sum + (value - base[node]!) ** 2 / weights[node]!, 0);

describe('reconcileMinimumTrace', () => {
  it('shares the difference of one sum and two leaves by their variances', () => {
    // 100 against 30 + 50: the missing 20 is spread as 2 : 1 : 1 of the variances, 10 off the sum and 5 on each leaf.
    const hierarchy = hierarchyOf({ leaves: [{ id: 'a' }, { id: 'b' }], levels: [] });
    const { values } = reconcileMinimumTrace({
      hierarchy,
      base: Float64Array.of(100, 30, 50),
      covariance: structuralCovariance(hierarchy),
    });
    expect(Array.from(values)).toEqual([90, 35, 55]);
  });

  it('agrees with the formula in matrices, for any forecasts and variances', () => {
    fc.assert(
      fc.property(baseForecasts, variances, (base, weights) => {
        const { values } = reconcileMinimumTrace({
          hierarchy: HIERARCHY,
          base: Float64Array.from(base),
          covariance: diagonalCovariance(Float64Array.from(weights)),
        });
        const expected = byMatrices(HIERARCHY, base, weights, [0, 1, 2, 3, 4]);
        values.forEach((value, node) => {
          expect(value).toBeCloseTo(expected[node]!, 7);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('leaves coherent forecasts as they are, whatever the covariance', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 5, maxLength: 5 }),
        (leaves) => {
          const base = sumUp(HIERARCHY, Float64Array.from(leaves));
          const residuals = Array.from({ length: NODES }, (_, node) =>
            Float64Array.of(1 + node, Math.sin(node), Math.cos(3 * node), -0.3),
          );
          const { values } = reconcileMinimumTrace({
            hierarchy: HIERARCHY,
            base,
            covariance: shrunkCovariance(residuals),
          });
          values.forEach((value, node) => {
            expect(value).toBeCloseTo(base[node]!, 8);
          });
        },
      ),
      { numRuns: 100 },
    );
  });

  it('finds the nearest non-negative values: no choice of leaves at zero is nearer', () => {
    const choices = Array.from({ length: 31 }, (_, choice) =>
      [0, 1, 2, 3, 4].filter((leaf) => ((choice + 1) >> leaf) & 1),
    );
    fc.assert(
      fc.property(baseForecasts, variances, (base, weights) => {
        const { values, optimal } = reconcileMinimumTrace({
          hierarchy: HIERARCHY,
          base: Float64Array.from(base),
          covariance: diagonalCovariance(Float64Array.from(weights)),
          nonNegative: true,
        });
        expect(optimal).toBe(true);
        expect(Math.min(...values.subarray(HIERARCHY.sumCount))).toBeGreaterThanOrEqual(0);
        const best = Math.min(
          ...choices
            .map((free) => byMatrices(HIERARCHY, base, weights, free))
            .concat(new Float64Array(NODES))
            .concat(new Float64Array(NODES))
            .filter((candidate) => candidate.subarray(HIERARCHY.sumCount).every((value) => value >= -1e-9))
            .map((candidate) => distance(candidate, base, weights)),
        );
        expect(distance(values, base, weights)).toBeLessThanOrEqual(best * (1 + 1e-7) + 1e-7);
      }),
      { numRuns: 150 },
    );
  });

  it('adds up exactly: every sum is the sum of its leaves', () => {
    const residuals = Array.from({ length: NODES }, (_, node) =>
      Float64Array.from({ length: 12 }, (_, period) => Math.sin(node * 7 + period * 3) * (node + 1)),
    );
    const { values } = reconcileMinimumTrace({
      hierarchy: HIERARCHY,
      base: Float64Array.from({ length: NODES }, (_, node) => 10 * (node + 1)),
      covariance: shrunkCovariance(residuals),
    });
    expect(Array.from(values)).toEqual(Array.from(sumUp(HIERARCHY, values.slice(HIERARCHY.sumCount))));
  });

  it('refuses a forecast too few and one that is not a number', () => {
    const covariance = structuralCovariance(HIERARCHY);
    const base = new Float64Array(NODES);
    expect(() => reconcileMinimumTrace({ hierarchy: HIERARCHY, base: base.subarray(1), covariance })).toThrow(
      `base has ${NODES - 1} values; it must have ${NODES}, one per node of the hierarchy`,
    );
    expect(() =>
      reconcileMinimumTrace({
        hierarchy: HIERARCHY,
        base: base.map((_, i) => (i === 3 ? Number.NaN : 0)),
        covariance,
      }),
    ).toThrow('base[3] is NaN; it must be a finite number');
    expect(() =>
      reconcileMinimumTrace({
        hierarchy: HIERARCHY,
        base,
        covariance: diagonalCovariance(Float64Array.of(1)),
      }),
    ).toThrow(`covariance is of 1 nodes; it must be of ${NODES} like the base forecasts`);
    expect(reconcileMinimumTrace({ hierarchy: HIERARCHY, base, covariance }).optimal).toBe(true);
  });
});
