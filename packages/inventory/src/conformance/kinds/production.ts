import type { ConformanceKinds } from '../kind.ts';

export const productionKinds: ConformanceKinds = {};
