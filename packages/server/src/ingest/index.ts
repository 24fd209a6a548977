import type { Declared, Platform } from '../platform/capability.ts';
import type { DatasetDefinition } from '../platform/datasets/dataset.ts';
import { ingestErrors } from './errors.ts';
import { loadRun } from './jobs.ts';
import { permissions } from './permissions.ts';
import { ingestPersonalData } from './personal-data.ts';
import { ingestRoutes } from './routes.ts';
import { createService } from './service.ts';

/** From a file to accepted rows. It comes last and knows the datasets of the others only as a list. */
export function createIngest(
  platform: Pick<Platform, 'config' | 'database' | 'events' | 'runs'>,
  { datasets }: { datasets: readonly DatasetDefinition[] },
) {
  const service = createService(platform, datasets);
  const declared: Declared = {
    name: 'ingest',
    permissions,
    personalData: ingestPersonalData,
    errors: ingestErrors,
    routes: ingestRoutes(platform, service),
    runs: [loadRun(service)],
  };
  return { declared, service };
}
