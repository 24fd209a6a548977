import { type Actor, type AuditEntry, nightlyActor, recordAudit } from '../identity/index.ts';
import type { Tx } from '../platform/database/index.ts';
import type { Events } from '../platform/events/events.ts';
import type { ActionType } from './action-type.ts';
import { type Proof, proofShape } from './proof.ts';
import {
  findOnHand,
  findStandingDecisions,
  insertProposals,
  lockOpenProposals,
  type OpenProposal,
  refreshProposals,
  withdrawProposals,
} from './proposal-queries.ts';
import { proposalKey, settleProposals } from './settle-proposals.ts';

/** An action as the capability that found it proposes it. Money in major units; quantities in the item's unit. */
export interface ProposedAction {
  action_type: ActionType;
  from_store: string;
  /** Set for a transfer, and only then. */
  to_store: string | null;
  sku_id: string;
  batch_id: string;
  qty: number;
  /** Set for a markdown, and only then; 0 to 100. */
  discount_pct: number | null;
  start_date: string;
  end_date: string | null;
  decide_by: string;
  expected_savings: number;
  savings_low: number;
  savings_high: number;
  /** 0 to 1 */
  chance_of_gain: number;
  at_risk_units: number;
  unit_cost: number;
  reason: string;
  proof: Proof;
  /** Getting rid of the units costs more than it brings in. */
  dispose: boolean;
}

export interface SavedProposals {
  created: number;
  refreshed: number;
  withdrawn: number;
  unchanged: number;
  /** The open proposals afterwards, best first. */
  actionIds: number[];
}

/** Proofs are some ten kilobytes each; a statement carries this many. */
const chunkSize = 500;

export function createProposals(events: Events) {
  return {
    /**
     * Makes the open proposals those of one snapshot, in the caller's
     * transaction: new ones are added, known ones refreshed in place, those no
     * longer worthwhile withdrawn. Repeating it on the same data changes nothing.
     *
     * @param given.proposals all proposals of the snapshot, in any order
     * @throws {ZodError} when a proof has not the agreed shape; nothing is saved then
     */
    async saveProposals(
      tx: Tx,
      given: { snapshotDate: string; proposals: readonly ProposedAction[]; actor: Actor },
    ): Promise<SavedProposals> {
      const { snapshotDate, actor } = given;
      const open = new Map(
        (await lockOpenProposals(tx)).map((proposal) => [proposalKey(proposal), proposal]),
      );
      const settled = settleProposals({
        proposed: given.proposals,
        decided: await findStandingDecisions(tx, snapshotDate),
        onHand: await findOnHand(tx, snapshotDate),
      }).map((proposal) => ({ ...proposal, proof: proofShape.parse(proposal.proof) }));

      const added = settled.filter((proposal) => !open.has(proposalKey(proposal)));
      const known = settled.flatMap((proposal) => {
        const before = open.get(proposalKey(proposal));
        return before === undefined ? [] : [{ ...proposal, action_id: before.action_id, before }];
      });
      const stillProposed = new Set(known.map((proposal) => proposal.action_id));
      const gone = [...open.values()].filter((proposal) => !stillProposed.has(proposal.action_id));

      await withdraw(tx, gone, snapshotDate);
      const refreshedIds = new Set(
        await inChunks(known.map(withoutBefore), (chunk) => refreshProposals(tx, snapshotDate, chunk)),
      );
      const addedIds = await inChunks(added, (chunk) => insertProposals(tx, snapshotDate, chunk));

      await recordAudit(tx, actor, [
        ...known
          .filter((proposal) => refreshedIds.has(proposal.action_id))
          .map((proposal) => refreshedEntry(proposal, snapshotDate)),
        ...added.map((proposal, index) => createdEntry(proposal, addedIds[index] as number, snapshotDate)),
      ]);
      const changedIds = [...gone.map((proposal) => proposal.action_id), ...refreshedIds, ...addedIds];
      if (changedIds.length > 0)
        await events.announce(tx, { type: 'actions.changed', action_ids: changedIds });

      const idOfAdded = new Map(added.map((proposal, index) => [proposal, addedIds[index] as number]));
      return {
        created: added.length,
        refreshed: refreshedIds.size,
        withdrawn: gone.length,
        unchanged: known.length - refreshedIds.size,
        actionIds: settled.map(
          (proposal) =>
            idOfAdded.get(proposal) ?? (open.get(proposalKey(proposal)) as OpenProposal).action_id,
        ),
      };
    },
  };
}

/** The machine takes back what it proposed; a person's rejection is another thing and says whose it is. */
async function withdraw(tx: Tx, gone: OpenProposal[], snapshotDate: string): Promise<void> {
  if (gone.length === 0) return;
  const note = `No longer worthwhile on the data of ${snapshotDate}`;
  await withdrawProposals(
    tx,
    gone.map((proposal) => proposal.action_id),
    { name: nightlyActor.name, note },
  );
  await recordAudit(
    tx,
    nightlyActor,
    gone.map((proposal) => ({
      verb: 'withdrawn',
      entity: 'action',
      entityId: String(proposal.action_id),
      before: { status: 'PROPOSED', version: proposal.version },
      after: { status: 'REJECTED', version: proposal.version + 1, note },
    })),
  );
}

function createdEntry(proposal: ProposedAction, actionId: number, snapshotDate: string): AuditEntry {
  return {
    verb: 'proposed',
    entity: 'action',
    entityId: String(actionId),
    after: { status: 'PROPOSED', version: 1, ...shown(proposal, snapshotDate) },
  };
}

function refreshedEntry(
  proposal: ProposedAction & { action_id: number; before: OpenProposal },
  snapshotDate: string,
): AuditEntry {
  const { before } = proposal;
  return {
    verb: 'refreshed',
    entity: 'action',
    entityId: String(proposal.action_id),
    before: { version: before.version, ...shown(before, before.snapshot_date) },
    after: { version: before.version + 1, ...shown(proposal, snapshotDate) },
  };
}

function shown(
  proposal: Pick<
    ProposedAction,
    'qty' | 'discount_pct' | 'start_date' | 'end_date' | 'decide_by' | 'expected_savings'
  >,
  snapshotDate: string,
): object {
  const { qty, discount_pct, start_date, end_date, decide_by } = proposal;
  const expected_savings = Math.round(proposal.expected_savings * 100) / 100;
  return {
    snapshot_date: snapshotDate,
    qty,
    discount_pct,
    start_date,
    end_date,
    decide_by,
    expected_savings,
  };
}

function withoutBefore<Known extends { before: OpenProposal }>({
  before: _before,
  ...proposal
}: Known): Omit<Known, 'before'> {
  return proposal;
}

async function inChunks<Row>(
  rows: readonly Row[],
  save: (chunk: readonly Row[]) => Promise<number[]>,
): Promise<number[]> {
  const ids: number[] = [];
  for (let start = 0; start < rows.length; start += chunkSize) {
    ids.push(...(await save(rows.slice(start, start + chunkSize))));
  }
  return ids;
}
