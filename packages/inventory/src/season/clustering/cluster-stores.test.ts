import { randomStream, shuffled } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClusteringRequest, clusterStores, type StoreClustering } from './cluster-stores.ts';
import type { StoreProfile } from './store-profiles.ts';

/** Groups around the given centres, each location within 1 of its own in both features. */
function plantedGroups(centres: [number, number][], each: number, seed: number): StoreProfile[] {
  const random = randomStream(seed, 'planted');
  return centres.flatMap(([sales, area], group) =>
    Array.from({ length: each }, (_, place) => ({
      locationId: `g${group} s${String(place).padStart(2, '0')}`,
      features: { sales: sales + 2 * random.next() - 1, area: area + 2 * random.next() - 1 },
    })),
  );
}

const THREE_GROUPS = plantedGroups(
  [
    [0, 0],
    [12, 0],
    [0, 12],
  ],
  12,
  1,
);

function clustered(request: ClusteringRequest): StoreClustering {
  const found = clusterStores(request);
  if (found.kind !== 'clustered') throw new Error(`expected clusters, found ${found.kind}`);
  return found;
}

/** The groups as sets of ids, free of numbers. */
const groupsOf = (found: StoreClustering): string[] =>
  found.clusters.map(({ locationIds }) => locationIds.join('|')).sort();

const line = (...values: number[]): StoreProfile[] =>
  values.map((x, index) => ({ locationId: `s${String(index).padStart(2, '0')}`, features: { x } }));

describe('clusterStores', () => {
  it('recovers three separated groups exactly, by default', () => {
    const found = clustered({ stores: THREE_GROUPS, seed: 1 });
    expect(found.clusters).toHaveLength(3);
    for (const { locationIds } of found.clusters) {
      expect(new Set(locationIds.map((id) => id.slice(0, 2))).size).toBe(1);
      expect(locationIds).toHaveLength(12);
    }
    expect(found.silhouette).toBeGreaterThan(0.8);
  });

  it('never lets the inertia rise, from any start, and ends with that of the result', () => {
    const random = randomStream(5);
    const noise = Array.from({ length: 60 }, (_, index) => ({
      locationId: `s${index}`,
      features: { a: random.next(), b: random.next(), c: random.next() },
    }));
    for (let seed = 0; seed < 40; seed++) {
      const { inertia, inertiaByIteration } = clustered({ stores: noise, clusters: 5, restarts: 1, seed });
      for (let step = 1; step < inertiaByIteration.length; step++) {
        expect(inertiaByIteration[step]!).toBeLessThan(inertiaByIteration[step - 1]!);
      }
      expect(inertiaByIteration.at(-1)).toBe(inertia);
      expect(inertiaByIteration.length).toBeGreaterThan(1);
    }
  });

  it('puts 50 stores into 3 clusters of which none is empty, even if all are equal', () => {
    const random = randomStream(50);
    const seeded = Array.from({ length: 50 }, (_, index) => ({
      locationId: `store ${index}`,
      features: { sales: 900 * random.next(), area: 100 + index, income: 30_000 * random.next() },
    }));
    const equal = seeded.map(({ locationId }) => ({ locationId, features: { sales: 5 } }));
    for (const stores of [seeded, equal]) {
      const sizes = clustered({ stores, seed: 2 }).clusters.map(({ locationIds }) => locationIds.length);
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(1);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(50);
    }
  });

  it('moves a store whose attributes have changed', () => {
    const moved = THREE_GROUPS.map((store) =>
      store.locationId === 'g0 s03' ? { ...store, features: { sales: 12.2, area: 0.4 } } : store,
    );
    const found = clustered({ stores: moved, seed: 1 });
    const home = found.clusters.find(({ locationIds }) => locationIds.includes('g1 s00'))!;
    expect(home.locationIds).toContain('g0 s03');
    expect(home.locationIds).toHaveLength(13);
    expect(home.cluster).toBe(0); // large ones first
  });

  it('reports profiles in the units given, and assignments in the order given', () => {
    // {1, 3} and {11, 13, 15}; the silhouette of s00 by hand: a = 2, b = (10 + 12 + 14) / 3 = 12.
    const found = clustered({ stores: line(1, 11, 3, 13, 15), clusters: 2, seed: 3 });
    expect(found.clusters).toEqual([
      {
        cluster: 0,
        locationIds: ['s01', 's03', 's04'],
        profile: { x: 13 },
        silhouette: expect.closeTo((6 / 9 + 9 / 11 + 10 / 13) / 3, 9),
      },
      {
        cluster: 1,
        locationIds: ['s00', 's02'],
        profile: { x: 2 },
        silhouette: expect.closeTo((10 / 12 + 8 / 10) / 2, 9),
      },
    ]);
    expect(found.assignments.map(({ cluster }) => cluster)).toEqual([1, 0, 1, 0, 0]);
    expect(found.assignments[0]).toEqual({
      locationId: 's00',
      cluster: 1,
      silhouette: expect.closeTo(10 / 12, 9),
    });
    // Variance of 1, 3, 11, 13, 15 is 31.04; squares within are 2 + 8.
    expect(found.inertia).toBeCloseTo(10 / 31.04, 8);
  });

  it('reaches the best partition of small instances: as exhaustive search on 97 of 100 and never below it', () => {
    let reached = 0;
    for (let seed = 0; seed < 100; seed++) {
      const random = randomStream(seed, 'small');
      const stores = line(...Array.from({ length: 8 }, () => Math.floor(random.next() * 40)));
      const minimumSize = 1 + (seed % 3);
      const { inertia } = clustered({ stores, clusters: 2, minimumSize, seed });
      const best = leastInertia(
        stores.map(({ features }) => features.x!),
        minimumSize,
      );
      expect(inertia).toBeGreaterThan(best - 1e-7);
      if (inertia < best + 1e-7) reached += 1;
    }
    expect(reached).toBeGreaterThanOrEqual(97);
  });

  it('holds the minimum size at the least cost', () => {
    // Alone, 100 would be its own cluster; with two required, the nearest, 9, joins it.
    const stores = line(0, 1, 2, 9, 100);
    expect(groupsOf(clustered({ stores, clusters: 2, seed: 1 }))).toEqual(['s00|s01|s02|s03', 's04']);
    const held = clustered({ stores, clusters: 2, minimumSize: 2, seed: 1 });
    expect(groupsOf(held)).toEqual(['s00|s01|s02', 's03|s04']);
  });

  it('says how many stores are needed for clusters of the minimum size', () => {
    const stores = line(1, 2, 3, 4, 5);
    expect(clusterStores({ stores, clusters: 3, minimumSize: 2, seed: 1 })).toEqual({
      kind: 'too-few-stores',
      needed: 6,
      found: 5,
    });
    expect(clustered({ stores, clusters: 5, seed: 1 }).inertia).toBe(0);
    expect(clustered({ stores, clusters: 2, minimumSize: 2, seed: 1 }).clusters).toHaveLength(2);
  });

  it('has no silhouette with a single cluster', () => {
    const found = clustered({ stores: line(1, 2, 6), clusters: 1, seed: 1 });
    expect(found).not.toHaveProperty('silhouette');
    expect(found.clusters).toEqual([{ cluster: 0, locationIds: ['s00', 's01', 's02'], profile: { x: 3 } }]);
  });

  const anyStores = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 })), {
      minLength: 6,
      maxLength: 20,
    })
    .map((rows) => rows.map(([a, b], index) => ({ locationId: `s${index}`, features: { a, b } })));

  it('does not depend on the order of the stores', () => {
    fc.assert(
      fc.property(anyStores, fc.integer(), (stores, seed) => {
        const there = clustered({ stores, restarts: 3, seed: 9 });
        const back = clustered({ stores: shuffled(randomStream(seed), stores), restarts: 3, seed: 9 });
        expect(back.clusters).toEqual(there.clusters);
        expect(back.inertia).toBe(there.inertia);
        expect(back.silhouette).toBe(there.silhouette);
      }),
      { numRuns: 150 },
    );
  });

  it.each(['standardise', 'robust'] as const)('does not depend on units and origins, with %s', (scaling) => {
    const units = fc.record({
      unit: fc.constantFrom(0.001, 0.01, 2.54, 1000, 1e6),
      origin: fc.integer({ min: -50, max: 50 }),
    });
    fc.assert(
      fc.property(anyStores, units, (stores, { unit, origin }) => {
        const converted = stores.map(({ locationId, features }) => ({
          locationId,
          features: { a: features.a * unit + origin * unit, b: features.b },
        }));
        const search = { scaling, restarts: 3, seed: 9 };
        expect(groupsOf(clustered({ stores: converted, ...search }))).toEqual(
          groupsOf(clustered({ stores, ...search })),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('is not moved by a constant feature or by one without weight', () => {
    fc.assert(
      fc.property(anyStores, fc.double({ min: -1e6, max: 1e6, noNaN: true }), (stores, constant) => {
        const wider = stores.map((store) => ({ ...store, features: { ...store.features, constant } }));
        const noisy = stores.map((store, index) => ({
          ...store,
          features: { ...store.features, noise: (index * 7919) % 13 },
        }));
        const plain = clustered({ stores, restarts: 3, seed: 9 });
        expect(groupsOf(clustered({ stores: wider, restarts: 3, seed: 9 }))).toEqual(groupsOf(plain));
        const unweighted = clustered({ stores: noisy, weights: { noise: 0 }, restarts: 3, seed: 9 });
        expect(groupsOf(unweighted)).toEqual(groupsOf(plain));
      }),
      { numRuns: 100 },
    );
  });

  it('gives every cluster its minimum size and every store one cluster', () => {
    fc.assert(
      fc.property(
        anyStores,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        (stores, clusters, minimumSize) => {
          const found = clusterStores({ stores, clusters, minimumSize, restarts: 2, seed: 4 });
          if (found.kind === 'too-few-stores') {
            expect(clusters * minimumSize).toBeGreaterThan(stores.length);
            return;
          }
          expect(found.clusters).toHaveLength(clusters);
          expect(
            Math.min(...found.clusters.map(({ locationIds }) => locationIds.length)),
          ).toBeGreaterThanOrEqual(minimumSize);
          const ids = found.clusters.flatMap(({ locationIds }) => locationIds).sort();
          expect(ids).toEqual(stores.map(({ locationId }) => locationId).sort());
        },
      ),
      { numRuns: 200 },
    );
  });

  it('groups by what a store sells, not how much, with shares of the total', () => {
    const stores = [
      { locationId: 'big food', features: { food: 900, toys: 100 } },
      { locationId: 'big toys', features: { food: 100, toys: 900 } },
      { locationId: 'small food', features: { food: 9, toys: 1 } },
      { locationId: 'small toys', features: { food: 1, toys: 9 } },
    ];
    const byShare = clustered({ stores, clusters: 2, scaling: 'share-of-total', seed: 1 });
    expect(groupsOf(byShare)).toEqual(['big food|small food', 'big toys|small toys']);
  });

  it('lets weights decide which feature matters', () => {
    const stores = [
      [0, 0],
      [0, 10],
      [10, 0],
      [10, 10],
    ].map(([a, b], index) => ({
      locationId: `s${index}`,
      features: { a: a!, b: b! },
    }));
    expect(groupsOf(clustered({ stores, clusters: 2, weights: { a: 5 }, seed: 1 }))).toEqual([
      's0|s1',
      's2|s3',
    ]);
    expect(groupsOf(clustered({ stores, clusters: 2, weights: { b: 5 }, seed: 1 }))).toEqual([
      's0|s2',
      's1|s3',
    ]);
  });

  it('is not drowned by a giant when scaling is robust', () => {
    const small = Array.from({ length: 12 }, (_, index) => ({
      locationId: `s${String(index).padStart(2, '0')}`,
      features: { sales: index + 1, mix: index < 6 ? 0 : 1 },
    }));
    const stores = [...small, { locationId: 'x giant', features: { sales: 100_000, mix: 0 } }];
    const found = clustered({ stores, clusters: 2, scaling: 'robust', seed: 1 });
    expect(found.clusters.at(-1)!.locationIds).toEqual(['x giant']);
    // Median of sales 7, quartiles 4 and 10: 1.349 / 6 per unit; the giant stays far away.
    expect(found.silhouette).toBeGreaterThan(0.9);
  });

  it('refuses numbers that are not whole and at least 1, and accepts 1', () => {
    const stores = line(1, 2);
    expect(() => clusterStores({ stores, clusters: 0, seed: 1 })).toThrow(
      'clusters is 0; it must be a whole number, at least 1',
    );
    expect(() => clusterStores({ stores, minimumSize: 1.5, seed: 1 })).toThrow(
      'minimumSize is 1.5; it must be a whole',
    );
    expect(() => clusterStores({ stores, restarts: 0, seed: 1 })).toThrow(
      'restarts is 0; it must be a whole number',
    );
    expect(clustered({ stores, clusters: 1, minimumSize: 1, restarts: 1, seed: 1 }).clusters).toHaveLength(1);
  });
});

/** By trying every split of the standardised values into two. */
function leastInertia(values: number[], minimumSize: number): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  const squares = (members: number[]): number => {
    const centre = members.reduce((sum, value) => sum + value, 0) / members.length;
    return members.reduce((sum, value) => sum + ((value - centre) / deviation) ** 2, 0);
  };
  let least = Number.POSITIVE_INFINITY;
  for (let mask = 1; mask < 2 ** values.length - 1; mask++) {
    const left = values.filter((_, index) => (mask >> index) & 1);
    const right = values.filter((_, index) => !((mask >> index) & 1));
    if (Math.min(left.length, right.length) < minimumSize) continue;
    least = Math.min(least, squares(left) + squares(right));
  }
  return least;
}
