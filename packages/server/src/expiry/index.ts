import { z } from 'zod';
import type { Declared, NightlyStep, Platform } from '../platform/capability.ts';
import type { RunDefinition } from '../platform/jobs/runs.ts';
import { expiryErrors } from './errors.ts';
import { permissions } from './permissions.ts';
import { expiryPersonalData } from './personal-data.ts';
import { expiryRoutes } from './routes.ts';
import { seriesRoute } from './series-route.ts';
import { createService, type Uses } from './service.ts';

/** Which batches will not sell in time, and what to do about each. */
export function createExpiry(
  platform: Pick<Platform, 'database' | 'threads' | 'events' | 'runs'>,
  uses: Uses,
) {
  const service = createService(platform, uses);
  const declared: Declared = {
    name: 'expiry',
    permissions,
    personalData: expiryPersonalData,
    errors: expiryErrors,
    routes: [...expiryRoutes(platform, service), seriesRoute(platform, uses)],
    runs: [singleStep('risk', service.assess), singleStep('proposals', service.propose)],
    nightly: [
      { name: 'risk', weight: 20, perform: service.assess },
      { name: 'proposals', weight: 30, perform: service.propose },
    ],
  };
  return { declared, service };
}

/** A nightly step that can also be asked for alone. */
function singleStep(kind: string, perform: NightlyStep['perform']): RunDefinition {
  return {
    kind,
    input: z.object({}),
    perform: ({ progress, ...context }) =>
      perform({ ...context, progress: (share, message) => progress(100 * share, kind, message) }),
  };
}
