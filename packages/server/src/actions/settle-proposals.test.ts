import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionTypes } from './action-type.ts';
import { batchKey, proposalKey, settleProposals } from './settle-proposals.ts';

const batch = { from_store: 'S1', sku_id: 'MILK', batch_id: 'B-77' };
const markdown = { ...batch, action_type: 'MARKDOWN' as const, to_store: null };
const transfer = { ...batch, action_type: 'TRANSFER' as const, to_store: 'S2' };
const liquidation = { ...batch, action_type: 'LIQUIDATE' as const, to_store: null };
const onHand = (units: number) => new Map([[batchKey(batch), units]]);

describe('settling proposals', () => {
  it('keeps what fits, and leaves out whole what does not, smallest savings first', () => {
    const proposed = [
      { ...liquidation, qty: 5, expected_savings: 50 },
      { ...markdown, qty: 8, expected_savings: 100 },
      { ...transfer, qty: 2, expected_savings: 10 },
    ];
    // 8 of 10 go to the markdown; 5 do not fit into the 2 that are left, 2 do.
    expect(settleProposals({ proposed, decided: [], onHand: onHand(10) })).toEqual([
      proposed[1],
      proposed[2],
    ]);
  });

  it('counts approved units as gone', () => {
    const decided = [{ ...transfer, qty: 7, claimsUnits: true }];
    const fits = { ...markdown, qty: 3, expected_savings: 5 };
    expect(settleProposals({ proposed: [fits], decided, onHand: onHand(10) })).toEqual([fits]);
    expect(settleProposals({ proposed: [{ ...fits, qty: 4 }], decided, onHand: onHand(10) })).toEqual([]);
  });

  it('does not propose again what was decided, and counts no units for a rejection', () => {
    const decided = [{ ...transfer, qty: 7, claimsUnits: false }];
    const again = { ...transfer, qty: 1, expected_savings: 9 };
    const elsewhere = { ...transfer, to_store: 'S3', qty: 10, expected_savings: 9 };
    expect(settleProposals({ proposed: [again, elsewhere], decided, onHand: onHand(10) })).toEqual([
      elsewhere,
    ]);
  });

  it('never promises more than is on hand, and its answer does not depend on the order given', () => {
    const someProposal = fc.record({
      from_store: fc.constantFrom('S1', 'S2'),
      sku_id: fc.constant('MILK'),
      batch_id: fc.constantFrom('B-1', 'B-2'),
      action_type: fc.constantFrom(...actionTypes),
      to_store: fc.constantFrom(null, 'S3', 'S4'),
      qty: fc.integer({ min: 1, max: 12 }),
      expected_savings: fc.integer({ min: -5, max: 5 }),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(someProposal, { selector: proposalKey, maxLength: 12 }),
        fc.array(fc.tuple(someProposal, fc.boolean()), { maxLength: 3 }),
        fc.integer({ min: 0, max: 30 }),
        (proposed, decisions, units) => {
          const decided = decisions.map(([decision, claimsUnits]) => ({ ...decision, claimsUnits }));
          const stock = new Map(
            ['S1', 'S2'].flatMap((from_store) =>
              ['B-1', 'B-2'].map(
                (batch_id) => [batchKey({ from_store, sku_id: 'MILK', batch_id }), units] as const,
              ),
            ),
          );
          const kept = settleProposals({ proposed, decided, onHand: stock });
          expect(settleProposals({ proposed: proposed.toReversed(), decided, onHand: stock })).toEqual(kept);
          for (const key of stock.keys()) {
            const keptUnits = sumQty(kept.filter((action) => batchKey(action) === key));
            const claimed = sumQty(
              decided.filter((action) => action.claimsUnits && batchKey(action) === key),
            );
            if (keptUnits > 0) expect(keptUnits + claimed).toBeLessThanOrEqual(units);
          }
          const decidedKeys = new Set(decided.map(proposalKey));
          expect(kept.filter((action) => decidedKeys.has(proposalKey(action)))).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

function sumQty(actions: { qty: number }[]): number {
  return actions.reduce((sum, action) => sum + action.qty, 0);
}
