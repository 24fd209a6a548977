import type { ConformanceKinds } from '../kind.ts';

export const reorderPointKinds: ConformanceKinds = {};
