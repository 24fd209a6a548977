import { readAudit } from '../identity/index.ts';
import type { Platform } from '../platform/capability.ts';
import { type Tx, withOrganization } from '../platform/database/index.ts';
import { answerItems, type UnreadableItem } from '../platform/http/bulk.ts';
import { AppError } from '../platform/http/errors.ts';
import { type Asked, type DecisionKind, decideAll, unknownAction } from './decide.ts';
import type { Decider } from './limits.ts';
import { createProposals } from './proposals.ts';
import { findAction, findOutcomes, findPlan, findProof, listActions } from './queries.ts';
import type { ActionRow } from './schema.ts';

export type ActionService = ReturnType<typeof createService>;

/** Two decisions on one batch wait for each other; a deadlock with a refresh is resolved by trying again. */
const repeatable = { retries: 3 };

export function createService({ database, events }: Pick<Platform, 'database' | 'events'>) {
  /** Decides and announces what was decided, in one transaction. */
  async function decideAndTell<Item extends Asked>(
    tx: Tx,
    kind: DecisionKind<Item>,
    items: readonly Item[],
    actor: Decider,
  ) {
    const outcomes = await decideAll(tx, kind, items, actor);
    const decided = items.filter((_, index) => !(outcomes[index] instanceof AppError));
    if (decided.length > 0) {
      await events.announce(tx, {
        type: 'actions.changed',
        action_ids: decided.map(({ action_id }) => action_id),
      });
    }
    return outcomes;
  }

  return {
    ...createProposals(events),

    decide: <Item extends Asked>(orgId: string, kind: DecisionKind<Item>, item: Item, actor: Decider) =>
      withOrganization(
        database,
        orgId,
        async (tx) => {
          const [outcome] = await decideAndTell(tx, kind, [item], actor);
          if (outcome instanceof AppError) throw outcome;
          return loadAction(tx, item.action_id);
        },
        repeatable,
      ),

    /** Each on its own: one that cannot be decided does not hold up the others. */
    async decideMany<Item extends Asked>(
      orgId: string,
      kind: DecisionKind<Item>,
      items: readonly (Item | UnreadableItem)[],
      actor: Decider,
    ) {
      const answer = await answerItems(
        items,
        ({ action_id }: Item) => action_id,
        (readable) =>
          withOrganization(database, orgId, (tx) => decideAndTell(tx, kind, readable, actor), repeatable),
      );
      const results = answer.results.map((result) => ({
        ...result,
        action_id: result.id ?? 0,
        ok: result.status === 'ok',
      }));
      return { ...answer, results };
    },

    /** Actions about one item at one place, at either end of a transfer, the dearest first. */
    ofSeries: async (tx: Tx, storeId: string, skuId: string): Promise<ActionRow[]> => {
      const about = { store_id: storeId, sku_id: skuId };
      return (await listActions(tx, { ...about, sort: '-expected_savings', limit: 100, format: 'json' }))
        .data;
    },

    /** The action with its proof, what came of it, its history, and the rest of the batch's plan. */
    detail: (orgId: string, actionId: number) =>
      withOrganization(
        database,
        orgId,
        async (tx) => {
          const action = await loadAction(tx, actionId);
          return {
            ...action,
            proof: await findProof(tx, actionId),
            outcomes: await findOutcomes(tx, actionId),
            history: await readAudit(tx, 'action', String(actionId)),
            plan: await findPlan(tx, action),
          };
        },
        { readOnly: true, isolation: 'repeatable read' },
      ),
  };
}

async function loadAction(tx: Tx, actionId: number): Promise<ActionRow> {
  return (await findAction(tx, actionId)) ?? unknownAction(actionId);
}
