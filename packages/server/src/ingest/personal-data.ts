import type { PersonalTable } from '../platform/personal-data/personal-table.ts';

export const ingestPersonalData: readonly PersonalTable[] = [
  {
    table: 'ingest.raw_uploads',
    person: { userId: 'uploaded_by' },
    purpose: 'to show who loaded a file',
    kept: 'as long as the rows that came from it',
    columns: { uploaded_by: { what: 'who loaded it', onErasure: 'kept' } },
  },
];
