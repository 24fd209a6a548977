import type { ConformanceKinds } from '../kind.ts';
import { mrpExplosion } from './production-requirements.ts';

export const productionKinds: ConformanceKinds = {
  mrp_explosion: mrpExplosion,
};
