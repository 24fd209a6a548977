import type { Declared, Platform } from '../platform/capability.ts';
import { dataStatus } from './data-status.ts';
import { analyticsErrors } from './errors.ts';
import { permissions } from './permissions.ts';
import { analyticsRoutes } from './routes.ts';
import { createService } from './service.ts';

/** How well we did: figures over what all capabilities know. */
export function createAnalytics(platform: Pick<Platform, 'database'>) {
  const service = createService(platform);
  const declared: Declared = {
    name: 'analytics',
    permissions,
    errors: analyticsErrors,
    routes: analyticsRoutes(service),
    nightly: [{ name: 'kpis', weight: 2, perform: service.keepFigures }],
  };
  return { declared, dataStatus };
}
