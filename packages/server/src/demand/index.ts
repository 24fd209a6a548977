import type { Declared, Platform } from '../platform/capability.ts';
import type { Stock } from '../stock/index.ts';
import { datasets } from './datasets.ts';
import { demandErrors } from './errors.ts';
import { generatedRoutes } from './generated/routes.ts';
import { createGeneratedService } from './generated/service.ts';
import { featuresOf, historyOf } from './list-queries.ts';
import { monitoringRoutes } from './monitoring/routes.ts';
import { createMonitoringService } from './monitoring/service.ts';
import { permissions } from './permissions.ts';
import { demandPersonalData } from './personal-data.ts';
import { demandRoutes } from './routes.ts';
import { createService } from './service.ts';

export type { ElasticityRow, ForecastRun, StoredForecast } from './queries.ts';
export { featureRow } from './schema.ts';
export type Demand = ReturnType<typeof createDemand>;

/** What was and will be wanted: history, features and forecast distributions. */
export function createDemand(
  platform: Pick<Platform, 'database' | 'threads' | 'events'>,
  { stock, version }: { stock: Stock; version: string },
) {
  const service = createService(platform, stock.service.newestSnapshot);
  const generated = createGeneratedService(platform, { planningDate: service.planningDate, version });
  const monitoring = createMonitoringService(platform, { planningDate: service.planningDate });
  const declared: Declared = {
    name: 'demand',
    permissions,
    personalData: demandPersonalData,
    errors: demandErrors,
    routes: [
      ...demandRoutes(platform.database),
      ...generatedRoutes(platform.database, generated),
      ...monitoringRoutes(platform.database, monitoring),
    ],
    nightly: [
      { name: 'features', weight: 20, perform: service.prepare },
      { name: 'forecast', weight: 40, perform: service.forecast },
      { name: 'drift', weight: 4, perform: monitoring.watch },
    ],
  };
  return { declared, datasets, service: { ...service, featuresOf, historyOf } };
}
