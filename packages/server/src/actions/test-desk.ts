import { sql } from 'kysely';
import { createTestApp } from '../../test/harness.ts';
import { nightlyActor } from '../identity/index.ts';
import type { BuiltInRole as Role } from '../identity/roles/built-in-roles.ts';
import { createActions, type ProposedAction } from './index.ts';
import { seedCompany, snapshotDate } from './test-company.ts';

export type TestDesk = Awaited<ReturnType<typeof createTestDesk>>;

/** For tests: the whole server with the company of `test-company.ts`, and what happens at a planner's desk. */
export async function createTestDesk() {
  const app = await createTestApp();
  const { service } = createActions(app.platform);
  return {
    app,
    /** Leaves the company as on its first evening, without actions. */
    reset: () =>
      app.inOrganization(async (tx) => {
        const filled = ['actions.action_outcomes', 'actions.actions', 'stock.inventory_batches'];
        for (const table of [...filled, 'catalog.items', 'catalog.locations'])
          await sql`delete from ${sql.table(table)}`.execute(tx);
        await seedCompany(tx);
      }),

    /** Saves them as all proposals of the snapshot. @returns their ids, best first */
    async propose(...proposals: ProposedAction[]): Promise<number[]> {
      const saved = await app.inOrganization((tx) =>
        service.saveProposals(tx, { snapshotDate, proposals, actor: nightlyActor }),
      );
      return saved.actionIds;
    },

    get: async (url: string, role: Role = 'viewer') =>
      app.http.inject({ url: `/api/v1${url}`, headers: await app.as(role) }),

    post: async (url: string, payload: object, role: Role = 'planner') =>
      app.http.inject({ method: 'POST', url: `/api/v1${url}`, headers: await app.as(role), payload }),
  };
}
