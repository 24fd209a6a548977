import type { ActionType } from './action-type.ts';

/** What two actions must share to be the same proposal. */
export interface ProposalKey {
  from_store: string;
  sku_id: string;
  batch_id: string;
  action_type: ActionType;
  to_store: string | null;
}

/** An action that was decided and still binds units, or was refused on this very snapshot. */
export interface StandingDecision extends ProposalKey {
  qty: number;
  /** The units are spoken for: approved, or done and not counted since. */
  claimsUnits: boolean;
}

export function proposalKey(key: ProposalKey): string {
  return JSON.stringify([key.from_store, key.sku_id, key.batch_id, key.action_type, key.to_store]);
}

export function batchKey(key: { from_store: string; sku_id: string; batch_id: string }): string {
  return JSON.stringify([key.from_store, key.sku_id, key.batch_id]);
}

/**
 * The proposals that can stand beside what was decided. A decided action is not
 * proposed a second time, and the units of a batch are promised once: the
 * proposals of a batch are taken by savings, highest first (ties by key, so
 * that the order of `proposed` does not matter), and one that no longer fits is
 * left out whole. A trimmed quantity would no longer be what its proof says.
 *
 * @param onHand units of a batch by {@link batchKey}; an absent batch has 0
 */
export function settleProposals<
  Proposal extends ProposalKey & { qty: number; expected_savings: number },
>(given: {
  proposed: readonly Proposal[];
  decided: readonly StandingDecision[];
  onHand: ReadonlyMap<string, number>;
}): Proposal[] {
  const taken = new Set(given.decided.map(proposalKey));
  const free = new Map(given.onHand);
  for (const decision of given.decided) {
    if (decision.claimsUnits)
      free.set(batchKey(decision), (free.get(batchKey(decision)) ?? 0) - decision.qty);
  }
  const byKey = new Map<Proposal, string>(
    given.proposed.map((proposal) => [proposal, proposalKey(proposal)]),
  );
  const order = [...byKey].sort(
    ([a, keyOfA], [b, keyOfB]) => b.expected_savings - a.expected_savings || (keyOfA < keyOfB ? -1 : 1),
  );
  const kept: Proposal[] = [];
  for (const [proposal, key] of order) {
    const left = free.get(batchKey(proposal)) ?? 0;
    if (taken.has(key) || proposal.qty > left) continue;
    taken.add(key);
    free.set(batchKey(proposal), left - proposal.qty);
    kept.push(proposal);
  }
  return kept;
}
