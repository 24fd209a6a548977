export { adjustedRandIndex } from './adjusted-rand-index.ts';
export { type ClusterCountChoice, chooseClusterCount } from './choose-cluster-count.ts';
export { type ClusterStability, clusterStability } from './cluster-stability.ts';
export {
  type ClusteringRequest,
  clusterStores,
  type StoreCluster,
  type StoreClustering,
  type TooFewStores,
} from './cluster-stores.ts';
export type { ProfileScaling, StoreProfile } from './store-profiles.ts';
