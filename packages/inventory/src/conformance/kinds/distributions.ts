import type { ConformanceKinds } from '../kind.ts';

export const distributionKinds: ConformanceKinds = {};
