import type { PersonalTable } from '../platform/personal-data/personal-table.ts';

export const expiryPersonalData: readonly PersonalTable[] = [
  {
    table: 'expiry.rule_sets',
    person: { userId: 'created_by' },
    purpose: 'to show who set the rules',
    kept: 'as long as the rules',
    columns: { created_by: { what: 'who set the rules', onErasure: 'kept' } },
  },
];
