import type { PersonalTable } from './personal-table.ts';

/** What the platform itself holds about people. */
export const platformPersonalData: readonly PersonalTable[] = [
  {
    table: 'platform.idempotency_keys',
    person: 'words',
    purpose: 'to answer a request that is sent twice with the first reply',
    kept: 'GRANARY_KEEP_IDEMPOTENCY_DAYS',
    columns: {
      user_id: { what: 'who sent it', onErasure: 'kept' },
      body: { what: 'the reply, which may name somebody', onErasure: 'row removed' },
    },
  },
  {
    table: 'platform.runs',
    person: { userId: 'requested_by' },
    purpose: 'to show who started a run',
    kept: 'as long as the run',
    columns: { requested_by: { what: 'who started it', onErasure: 'kept' } },
  },
  {
    table: 'platform.notices',
    person: { userId: 'acknowledged_by' },
    purpose: 'to show who took note of a fault',
    kept: 'as long as the notice',
    columns: { acknowledged_by: { what: 'who took note of it', onErasure: 'kept' } },
  },
];
