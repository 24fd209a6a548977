import type { ConformanceKinds } from '../kind.ts';
import { distributionKinds } from './distributions.ts';
import { economicOrderQuantityKinds } from './economic-order-quantity.ts';
import { expiryKinds } from './expiry.ts';
import { lotSizingKinds } from './lot-sizing.ts';
import { networkKinds } from './network.ts';
import { newsvendorKinds } from './newsvendor.ts';
import { orderUpToKinds } from './order-up-to.ts';
import { productionKinds } from './production.ts';
import { reorderPointKinds } from './reorder-point.ts';
import { seasonKinds } from './season.ts';

/** Every kind of case this package can solve, by the name the cases use. */
export const conformanceKinds: ConformanceKinds = {
  ...distributionKinds,
  ...economicOrderQuantityKinds,
  ...newsvendorKinds,
  ...reorderPointKinds,
  ...orderUpToKinds,
  ...lotSizingKinds,
  ...networkKinds,
  ...expiryKinds,
  ...seasonKinds,
  ...productionKinds,
};
