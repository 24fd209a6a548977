import { sql } from 'kysely';
import type { TwoOrganizations } from '../matrix/two-organizations.ts';
import type { Write } from './writes.ts';

const change = ['before', 'after'] as const;
const addition = ['after'] as const;

/** An action in this state with its version; made from another when there is none. */
async function action(both: TwoOrganizations, status: 'PROPOSED' | 'APPROVED') {
  return both.inOrganization(both.ours.orgId, async (tx) => {
    await sql`update actions.actions set status = 'PROPOSED', decided_by = null, decided_by_name = null,
                decided_at = null, decision_note = null`.execute(tx);
    const found = await sql<{ action_id: number; version: number }>`
      update actions.actions set status = ${status}
      where action_id = (select min(action_id) from actions.actions) returning action_id, version`.execute(
      tx,
    );
    return found.rows[0] as { action_id: number; version: number };
  });
}

/** Decisions on actions, and what is planned: items and stores. */
export const planningWrites: Record<string, Write> = {
  'POST /actions/approve': {
    verb: 'approved',
    tells: change,
    request: async (both) => ({ body: { items: [await action(both, 'PROPOSED')] } }),
  },
  'POST /actions/reject': {
    verb: 'rejected',
    tells: change,
    request: async (both) => ({
      body: { items: [{ ...(await action(both, 'PROPOSED')), reason: 'too late' }] },
    }),
  },
  'POST /actions/complete': {
    verb: 'completed',
    tells: change,
    request: async (both) => ({
      body: { items: [{ ...(await action(both, 'APPROVED')), recovered_value: 1, cleared_units: 1 }] },
    }),
  },
  'POST /actions/:action_id/approve': {
    verb: 'approved',
    tells: change,
    request: async (both) => {
      const { action_id, version } = await action(both, 'PROPOSED');
      return { params: { action_id }, body: { version } };
    },
  },
  'POST /actions/:action_id/reject': {
    verb: 'rejected',
    tells: change,
    request: async (both) => {
      const { action_id, version } = await action(both, 'PROPOSED');
      return { params: { action_id }, body: { version, reason: 'too late' } };
    },
  },
  'POST /actions/:action_id/complete': {
    verb: 'completed',
    tells: change,
    request: async (both) => {
      const { action_id, version } = await action(both, 'APPROVED');
      return { params: { action_id }, body: { version, recovered_value: 1, cleared_units: 1 } };
    },
  },
  'PATCH /items/:sku_id': {
    verb: 'changed',
    tells: change,
    request: () => ({ params: { sku_id: 'MILK' }, body: { pack_size: 7 } }),
  },
  'PATCH /items': {
    verb: 'created',
    tells: addition,
    request: () => ({ body: { items: [{ sku_id: 'WRITTEN' }] } }),
  },
  'PATCH /stores/:store_id': {
    verb: 'changed',
    tells: change,
    request: () => ({ params: { store_id: 'S1' }, body: { city: 'Metz' } }),
  },
  'PATCH /stores': {
    verb: 'created',
    tells: addition,
    request: () => ({ body: { items: [{ store_id: 'WRITTEN' }] } }),
  },
};
