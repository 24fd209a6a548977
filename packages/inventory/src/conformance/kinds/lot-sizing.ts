import type { ConformanceKinds } from '../kind.ts';

export const lotSizingKinds: ConformanceKinds = {};
