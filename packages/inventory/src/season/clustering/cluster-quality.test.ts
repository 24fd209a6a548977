import { randomStream } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustedRandIndex } from './adjusted-rand-index.ts';
import { chooseClusterCount } from './choose-cluster-count.ts';
import { clusterStability } from './cluster-stability.ts';
import type { Points } from './points.ts';
import { silhouettes } from './silhouette.ts';
import { sizedAssignment } from './sized-assignment.ts';

const onLine = (...values: number[]): Points => ({
  count: values.length,
  dimensions: 1,
  values: Float64Array.from(values),
});

const planted = (groups: number, each: number, spread: number) => {
  const random = randomStream(groups, 'planted');
  return Array.from({ length: groups * each }, (_, index) => ({
    locationId: `s${String(index).padStart(3, '0')}`,
    features: {
      a: 10 * Math.cos(0.7 + (index % groups) * (6.2 / groups)) + spread * (random.next() - 0.5),
      b: 10 * Math.sin(0.7 + (index % groups) * (6.2 / groups)) + spread * (random.next() - 0.5),
    },
  }));
};

describe('silhouettes', () => {
  it('are as by hand', () => {
    // 0 and 2 against 10: a = 2, b = 10 and 8; the point alone has 0.
    expect([...silhouettes(onLine(0, 2, 10), Int32Array.of(0, 0, 1), 2)]).toEqual([0.8, 0.75, 0]);
    // Wrongly grouped: for the first a = 10, b = 1, so (1 − 10) / 10.
    expect(silhouettes(onLine(0, 1, 10, 11), Int32Array.of(0, 1, 0, 1), 2)[0]).toBeCloseTo((6 - 10) / 10, 12);
  });

  it('compare with the nearest of several clusters', () => {
    const found = silhouettes(onLine(0, 1, 5, 6, 50, 51), Int32Array.of(0, 0, 1, 1, 2, 2), 3);
    expect(found[0]).toBeCloseTo((5.5 - 1) / 5.5, 12);
    expect(found[3]).toBeCloseTo((5.5 - 1) / 5.5, 12);
    expect(found[4]).toBeCloseTo((44.5 - 1) / 44.5, 12);
  });

  it('are 0 where clusters coincide', () => {
    expect([...silhouettes(onLine(3, 3, 3, 3), Int32Array.of(0, 0, 1, 1), 2)]).toEqual([0, 0, 0, 0]);
  });

  it('need two clusters', () => {
    expect(() => silhouettes(onLine(1, 2), Int32Array.of(0, 0), 1)).toThrow(
      'clusters is 1; a silhouette needs at least 2',
    );
    expect([...silhouettes(onLine(1, 2), Int32Array.of(0, 1), 2)]).toEqual([0, 0]);
  });
});

describe('adjustedRandIndex', () => {
  it('is as in scikit-learn’s documentation', () => {
    expect(adjustedRandIndex([0, 0, 1, 1], [0, 0, 1, 1])).toBe(1);
    expect(adjustedRandIndex([0, 0, 1, 2], [0, 0, 1, 1])).toBeCloseTo(0.5714285714, 9);
    expect(adjustedRandIndex([0, 0, 1, 1], [0, 0, 1, 2])).toBeCloseTo(0.5714285714, 9);
    expect(adjustedRandIndex([0, 0, 0, 0], [0, 1, 2, 3])).toBe(0);
    expect(adjustedRandIndex([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(-0.5, 12);
  });

  it('is 1 for one cluster, for singles and for one point', () => {
    expect(adjustedRandIndex([0, 0, 0], [5, 5, 5])).toBe(1);
    expect(adjustedRandIndex([0, 1, 2], [2, 0, 1])).toBe(1);
    expect(adjustedRandIndex([4], [0])).toBe(1);
  });

  it('does not depend on names or sides, and is about 0 on average for random partitions', () => {
    const partitions = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(partitions, (pairs) => {
        const left = pairs.map(([one]) => one);
        const right = pairs.map(([, other]) => other);
        const found = adjustedRandIndex(left, right);
        expect(found).toBeLessThanOrEqual(1);
        expect(adjustedRandIndex(right, left)).toBeCloseTo(found, 12);
        expect(
          adjustedRandIndex(
            left.map((name) => 7 - name),
            right,
          ),
        ).toBeCloseTo(found, 12);
        expect(adjustedRandIndex(left, left)).toBe(1);
      }),
      { numRuns: 200 },
    );
    const random = randomStream(31);
    let sum = 0;
    const draw = () => Array.from({ length: 40 }, () => Math.floor(random.next() * 3));
    for (let run = 0; run < 400; run++) sum += adjustedRandIndex(draw(), draw());
    expect(Math.abs(sum / 400)).toBeLessThan(0.01);
  });

  it('refuses partitions of no point or of different lengths', () => {
    expect(() => adjustedRandIndex([], [])).toThrow('left has length 0; it must hold at least one point');
    expect(() => adjustedRandIndex([0], [0, 1])).toThrow(
      'right has length 2; it must have the length of left, 1',
    );
    expect(() => adjustedRandIndex([0, Number.NaN], [0, 1])).toThrow(
      'left[1] is NaN; it must be a whole number, at least 0',
    );
    expect(() => adjustedRandIndex([0, 1], [-1, 1])).toThrow('right[0] is -1; it must be a whole number');
    expect(() => adjustedRandIndex([0, 1.5], [0, 1])).toThrow('left[1] is 1.5');
    expect(adjustedRandIndex([0, 1], [0, 7])).toBe(1);
  });
});

describe('sizedAssignment', () => {
  it('gives each of many equal points a centre of its own without looking at longer chains', () => {
    const points = { count: 150, dimensions: 1, values: new Float64Array(150) };
    const sizes = new Set(sizedAssignment(points, points, 1));
    expect(sizes.size).toBe(150);
  });

  it('costs as little whatever the unit of the distances', () => {
    const values = [0, 1, 2, 3, 10, 11, 30];
    const assigned = (unit: number) =>
      sizedAssignment(
        { count: 7, dimensions: 1, values: Float64Array.from(values, (value) => value * unit) },
        { count: 3, dimensions: 1, values: Float64Array.of(1 * unit, 10 * unit, 30 * unit) },
        2,
      );
    // 11 goes to 30 with its cost of 361 − 1, and 3 to 10 with 49 − 4: cheaper than 3 to 30, 729 − 4.
    expect([...assigned(1)]).toEqual([0, 0, 0, 1, 1, 2, 2]);
    for (const unit of [1e-12, 1e-6, 1e6, 1e12]) expect(assigned(unit)).toEqual(assigned(1));
  });

  it('takes the nearest centre, the first of equals, where sizes allow', () => {
    expect([...sizedAssignment(onLine(0, 4, 5, 6, 10), onLine(0, 10), 1)]).toEqual([0, 0, 0, 1, 1]);
  });

  it('brings points along a chain where that is cheaper than directly', () => {
    // The third cluster needs one: 6 moves there from the second, and 3 from the first follows it.
    expect([...sizedAssignment(onLine(0, 1, 3, 6), onLine(0, 5, 9), 1)]).toEqual([0, 0, 1, 2]);
  });

  it('costs no more than any other assignment with the same sizes, by exhaustive search', () => {
    const instances = fc.record({
      points: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 6, maxLength: 7 }),
      centres: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 2, maxLength: 3 }),
      minimumSize: fc.integer({ min: 1, max: 2 }),
    });
    fc.assert(
      fc.property(instances, ({ points, centres, minimumSize }) => {
        const costOf = (clusterOf: ArrayLike<number>) =>
          points.reduce((sum, point, index) => sum + (point - centres[clusterOf[index]!]!) ** 2, 0);
        const found = sizedAssignment(onLine(...points), onLine(...centres), minimumSize);
        let least = Number.POSITIVE_INFINITY;
        for (let code = 0; code < centres.length ** points.length; code++) {
          const clusterOf = points.map(
            (_, index) => Math.floor(code / centres.length ** index) % centres.length,
          );
          const large = centres.every(
            (_, cluster) => clusterOf.filter((each) => each === cluster).length >= minimumSize,
          );
          if (large) least = Math.min(least, costOf(clusterOf));
        }
        expect(costOf(found)).toBe(least);
      }),
      { numRuns: 150 },
    );
  });
});

describe('chooseClusterCount', () => {
  it('finds the number of groups that were planted, 2 to 6', () => {
    for (let groups = 2; groups <= 6; groups++) {
      const found = chooseClusterCount(
        { stores: planted(groups, 8, 2), seed: 1, restarts: 5 },
        { from: 2, to: 8 },
      );
      if (found.kind !== 'chosen') throw new Error('expected a choice');
      expect(found.clusters).toBe(groups);
      expect(found.best.clusters).toHaveLength(groups);
      expect(found.candidates.map(({ clusters }) => clusters)).toEqual([2, 3, 4, 5, 6, 7, 8]);
      const chosen = found.candidates.find(({ clusters }) => clusters === groups)!;
      expect(chosen.silhouette).toBe(Math.max(...found.candidates.map(({ silhouette }) => silhouette)));
      expect(chosen).toEqual({
        clusters: groups,
        silhouette: found.best.silhouette,
        inertia: found.best.inertia,
      });
    }
  });

  it('tries what the stores allow, and says so if that is nothing', () => {
    const stores = planted(2, 3, 1);
    const found = chooseClusterCount({ stores, minimumSize: 2, seed: 1 }, { from: 2, to: 9 });
    if (found.kind !== 'chosen') throw new Error('expected a choice');
    expect(found.candidates.map(({ clusters }) => clusters)).toEqual([2, 3]);
    expect(chooseClusterCount({ stores, minimumSize: 4, seed: 1 }, { from: 2, to: 9 })).toEqual({
      kind: 'too-few-stores',
      needed: 8,
      found: 6,
    });
  });

  it('refuses a range that is empty or starts below 2, and accepts one number', () => {
    const stores = planted(2, 3, 1);
    expect(() => chooseClusterCount({ stores, seed: 1 }, { from: 1, to: 3 })).toThrow(
      'from is 1; it must be a whole number, at least 2',
    );
    expect(() => chooseClusterCount({ stores, seed: 1 }, { from: 3, to: 2 })).toThrow(
      'to is 2; it must be a whole number, at least from, 3',
    );
    expect(chooseClusterCount({ stores, seed: 1 }, { from: 2, to: 2 })).toMatchObject({
      kind: 'chosen',
      clusters: 2,
    });
  });
});

describe('clusterStability', () => {
  it('is 1 for groups that are far apart and low for noise', () => {
    const apart = clusterStability({ stores: planted(3, 10, 2), seed: 1, restarts: 5 });
    expect(apart).toEqual({ kind: 'measured', adjustedRandIndex: 1, byCluster: [1, 1, 1], subsamples: 20 });
    const random = randomStream(100, 'noise');
    const stores = Array.from({ length: 100 }, (_, index) => ({
      locationId: `s${String(index).padStart(3, '0')}`,
      features: { a: random.next(), b: random.next(), c: random.next() },
    }));
    const noise = clusterStability({ stores, clusters: 4, seed: 1, restarts: 5 });
    if (noise.kind !== 'measured') throw new Error('expected a measurement');
    expect(noise.adjustedRandIndex).toBeLessThan(0.75);
    expect(noise.adjustedRandIndex).toBeGreaterThan(0.3);
    expect(Math.min(...noise.byCluster)).toBeLessThan(0.7);
  });

  it('is 1 where every subsample is the whole', () => {
    const whole = clusterStability(
      { stores: planted(1, 20, 20), clusters: 4, seed: 1 },
      { share: 1, subsamples: 3 },
    );
    expect(whole).toEqual({ kind: 'measured', adjustedRandIndex: 1, byCluster: [1, 1, 1, 1], subsamples: 3 });
  });

  it('names the weak cluster: one group cut in two beside one that is whole', () => {
    const random = randomStream(77);
    const stores = Array.from({ length: 60 }, (_, index) => ({
      locationId: `s${String(index).padStart(2, '0')}`,
      features: { x: (index < 20 ? 100 : 0) + random.next(), y: random.next(), z: random.next() },
    }));
    const found = clusterStability({ stores, clusters: 3, weights: { x: 100 }, seed: 1, restarts: 5 });
    if (found.kind !== 'measured') throw new Error('expected a measurement');
    const [weakest, weak, whole] = found.byCluster.toSorted();
    expect(whole).toBe(1);
    expect(weak).toBeLessThan(0.95);
    expect(weakest).toBeLessThan(0.95);
  });

  it('says when a subsample cannot hold the clusters', () => {
    const stores = planted(2, 2, 1);
    expect(clusterStability({ stores, clusters: 4, seed: 1 })).toEqual({
      kind: 'too-few-stores',
      needed: 5,
      found: 4,
    });
    expect(clusterStability({ stores, clusters: 3, seed: 1 }).kind).toBe('measured');
    expect(clusterStability({ stores, clusters: 2, minimumSize: 3, seed: 1 })).toEqual({
      kind: 'too-few-stores',
      needed: 6,
      found: 4,
    });
  });

  it('asks for as many stores as let the smallest subsample hold the clusters', () => {
    // A quarter of 9 is 2.25, too few for 3 clusters; a quarter of 10 rounds to 3.
    const few = { stores: planted(3, 3, 1), clusters: 3, seed: 1 };
    expect(clusterStability(few, { share: 0.25 })).toEqual({ kind: 'too-few-stores', needed: 10, found: 9 });
    const enough = { ...few, stores: planted(5, 2, 1) };
    expect(clusterStability(enough, { share: 0.25 }).kind).toBe('measured');
    // A minimum of 5 becomes 2 in half of 10 stores, which 2 clusters fill with one to spare.
    const sized = { stores: planted(2, 5, 1), clusters: 2, minimumSize: 5, seed: 1 };
    expect(clusterStability(sized, { share: 0.5 })).toMatchObject({ kind: 'measured' });
    expect(clusterStability({ ...sized, minimumSize: 6 }, { share: 0.5 })).toEqual({
      kind: 'too-few-stores',
      needed: 12,
      found: 10,
    });
  });

  it('judges a cluster by the subsamples that hold it: a lone store is 1 in those, and 0 if there are none', () => {
    const lone = { locationId: 'x', features: { a: 500, b: 500 } };
    const stores = [...planted(2, 10, 2), lone];
    const request = { stores, clusters: 3, restarts: 3, seed: 1 };
    const many = clusterStability(request);
    if (many.kind !== 'measured') throw new Error('expected a measurement');
    expect(many.byCluster[2]).toBe(1);
    const single = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) =>
      clusterStability({ ...request, seed }, { share: 0.5, subsamples: 1 }),
    );
    const ofLone = single.map((each) => (each.kind === 'measured' ? each.byCluster[2] : undefined));
    expect(new Set(ofLone)).toEqual(new Set([0, 1]));
  });

  it('says at once how many stores the smallest of shares would need', () => {
    // round(1e-12 n) reaches 2 from n = 1.5e12 on.
    expect(
      clusterStability(
        { stores: [{ locationId: 'a', features: { sales: 1 } }], clusters: 2, seed: 1 },
        { share: 1e-12 },
      ),
    ).toEqual({
      kind: 'too-few-stores',
      needed: 1.5e12,
      found: 1,
    });
  });

  it('refuses no subsamples and shares outside 0 to 1', () => {
    const request = { stores: planted(2, 5, 1), clusters: 2, seed: 1 };
    expect(() => clusterStability(request, { subsamples: 0 })).toThrow(
      'subsamples is 0; it must be a whole number',
    );
    expect(() => clusterStability(request, { share: 0 })).toThrow(
      'share is 0; it must be above 0 and at most 1',
    );
    expect(() => clusterStability(request, { share: 1.1 })).toThrow('share is 1.1');
    expect(clusterStability(request, { share: 1, subsamples: 1 })).toMatchObject({
      kind: 'measured',
      subsamples: 1,
    });
  });
});
