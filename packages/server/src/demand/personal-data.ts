import type { PersonalTable } from '../platform/personal-data/personal-table.ts';

export const demandPersonalData: readonly PersonalTable[] = [
  {
    table: 'demand.generated_forecasts',
    person: 'words',
    purpose: 'to show who asked for a forecast',
    kept: 'as long as the forecast',
    columns: { made_by: { what: 'name of who asked', onErasure: 'words replaced' } },
  },
];
