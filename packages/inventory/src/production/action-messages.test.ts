import { describe, expect, it } from 'vitest';
import { actionMessages } from './action-messages.ts';
import { explodeRequirements, type RequirementsItem } from './explosion.ts';

const messages = (item: Partial<RequirementsItem>) =>
  actionMessages(explodeRequirements({ periods: 6, items: [{ id: 'A', leadTimePeriods: 0, ...item }] }));

describe('actionMessages', () => {
  it('says nothing about a receipt that comes when it is needed', () => {
    const independentDemand = [{ period: 3, quantity: 5 }];
    expect(
      messages({ onHand: 4, independentDemand, scheduledReceipts: [{ period: 3, quantity: 1 }] }),
    ).toEqual([]);
  });

  it('expedites what is needed earlier, defers what is needed later', () => {
    const independentDemand = [
      { period: 2, quantity: 5 },
      { period: 5, quantity: 5 },
    ];
    expect(
      messages({
        onHand: 4,
        independentDemand,
        scheduledReceipts: [
          { period: 3, quantity: 1 },
          { period: 4, quantity: 9 },
        ],
      }),
    ).toEqual([
      { kind: 'expedite', item: 'A', period: 3, quantity: 1, neededIn: 2 },
      { kind: 'defer', item: 'A', period: 4, quantity: 9, neededIn: 5 },
    ]);
  });

  it('cancels what nothing in the horizon needs', () => {
    expect(
      messages({
        onHand: 5,
        independentDemand: [{ period: 2, quantity: 5 }],
        scheduledReceipts: [{ period: 1, quantity: 3 }],
      }),
    ).toStrictEqual([{ kind: 'cancel', item: 'A', period: 1, quantity: 3 }]);
  });

  it('counts the safety stock as wanted from the first period on', () => {
    expect(messages({ onHand: 2, safetyStock: 3, scheduledReceipts: [{ period: 4, quantity: 3 }] })).toEqual([
      { kind: 'expedite', item: 'A', period: 4, quantity: 3, neededIn: 1 },
    ]);
    expect(messages({ onHand: 3, safetyStock: 3, scheduledReceipts: [{ period: 4, quantity: 3 }] })).toEqual([
      { kind: 'cancel', item: 'A', period: 4, quantity: 3 },
    ]);
  });

  it('takes receipts in the order of their dates', () => {
    expect(
      messages({
        independentDemand: [{ period: 1, quantity: 6 }],
        scheduledReceipts: [
          { period: 3, quantity: 5 },
          { period: 2, quantity: 5 },
          { period: 4, quantity: 0 },
        ],
      }).map(({ kind, period, neededIn }) => [kind, period, neededIn]),
    ).toEqual([
      ['expedite', 2, 1],
      ['expedite', 3, 1],
    ]);
  });
});
