import type { Declared, Platform } from '../platform/capability.ts';
import { permissions } from './permissions.ts';
import { actionRoutes } from './routes.ts';
import { listActions } from './queries.ts';
import { createService } from './service.ts';
import type { Tx } from '../platform/database/index.ts';

export { type ActionType, actionTypes } from './action-type.ts';
export { type Proof, proofShape } from './proof.ts';
export type { ProposedAction, SavedProposals } from './proposals.ts';
export { actionReply } from './schema.ts';
export type Actions = ReturnType<typeof createActions>;

/** What was proposed, decided and achieved. */
export function createActions(platform: Pick<Platform, 'database' | 'events'>) {
  const service = createService(platform);
  const declared: Declared = {
    name: 'actions',
    permissions,
    routes: actionRoutes(platform.database, service),
  };
  /** Decisions about one item at one place, sent or received, the dearest first. */
  const ofSeries = async (tx: Tx, storeId: string, skuId: string) =>
    (
      await listActions(tx, {
        store_id: storeId,
        sku_id: skuId,
        sort: '-expected_savings',
        limit: 100,
        format: 'json',
      })
    ).data;
  return { declared, service: { ...service, ofSeries } };
}
