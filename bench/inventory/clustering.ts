import { randomStream } from '@granary/statistics';
import { clusterStability, clusterStores, type StoreProfile } from '../../packages/inventory/src/index.ts';
import type { Measurement } from './measurement.ts';

const clustering: Measurement = {
  area: 'clustering',
  name: 'Stores in 8 clusters, 10 features, 20 starts, silhouette',
  sizeUnit: 'stores',
  sizes: [100, 300, 1000],
  unit: 'instances',
  prepare(count) {
    const stores = overlappingGroups(count);
    return {
      run() {
        clusterStores({ stores, clusters: 8, seed: 1 });
        return 1;
      },
    };
  },
};

const minimumSizes: Measurement = {
  ...clustering,
  name: 'The same, every cluster of an eighth of the stores',
  prepare(count) {
    const stores = overlappingGroups(count);
    return {
      run() {
        clusterStores({ stores, clusters: 8, minimumSize: Math.floor(count / 8), seed: 1 });
        return 1;
      },
    };
  },
};

const stability: Measurement = {
  ...clustering,
  name: 'Stability of 8 clusters, 20 subsamples, 20 starts each',
  sizes: [100, 300],
  prepare(count) {
    const stores = overlappingGroups(count);
    return {
      run() {
        clusterStability({ stores, clusters: 8, seed: 1 });
        return 1;
      },
    };
  },
};

export const clusteringMeasurements: Measurement[] = [clustering, minimumSizes, stability];

/** Stores around eight centres, as far from these as the centres are apart: harder than real groups. */
function overlappingGroups(count: number): StoreProfile[] {
  const random = randomStream(6, count);
  const centres = Array.from({ length: 8 }, () => Array.from({ length: 10 }, () => random.next()));
  return Array.from({ length: count }, (_, store) => ({
    locationId: `store ${store}`,
    features: Object.fromEntries(
      centres[store % 8]!.map((center, feature) => [`feature ${feature}`, center + random.next()]),
    ),
  }));
}
