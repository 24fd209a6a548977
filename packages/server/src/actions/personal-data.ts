import type { PersonalTable } from '../platform/personal-data/personal-table.ts';

export const actionsPersonalData: readonly PersonalTable[] = [
  {
    table: 'actions.actions',
    person: { userId: 'decided_by' },
    purpose: 'to show who decided, and why',
    kept: 'as long as the action',
    columns: {
      decided_by: { what: 'who decided', onErasure: 'kept' },
      decided_by_name: { what: 'name of who decided', onErasure: 'pseudonym' },
      decision_note: { what: 'what they wrote about it', onErasure: 'words replaced' },
    },
  },
  {
    table: 'actions.action_outcomes',
    person: { userId: 'recorded_by' },
    purpose: 'to show who recorded the outcome',
    kept: 'as long as the action',
    columns: {
      recorded_by: { what: 'who recorded it', onErasure: 'kept' },
      notes: { what: 'what they wrote about it', onErasure: 'words replaced' },
    },
  },
];
