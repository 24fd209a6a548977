import type { ConformanceKinds } from '../kind.ts';

export const orderUpToKinds: ConformanceKinds = {};
