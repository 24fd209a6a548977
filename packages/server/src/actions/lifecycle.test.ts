import { describe, expect, it } from 'vitest';
import { actionStatuses, decisions, transition } from './lifecycle.ts';

/** Every pair of status and decision; a missing pair fails the last test. */
const expected = {
  'PROPOSED approve': 'APPROVED',
  'PROPOSED reject': 'REJECTED',
  'PROPOSED complete': 'refused: not_approved',
  'APPROVED approve': 'refused: already_decided',
  'APPROVED reject': 'REJECTED',
  'APPROVED complete': 'DONE',
  'DONE approve': 'refused: already_decided',
  'DONE reject': 'refused: already_decided',
  'DONE complete': 'refused: already_decided',
  'REJECTED approve': 'refused: already_decided',
  'REJECTED reject': 'refused: already_decided',
  'REJECTED complete': 'refused: already_decided',
} as const;

describe('the life of an action', () => {
  it('has exactly the transitions of the requirement', () => {
    const found = Object.fromEntries(
      actionStatuses.flatMap((status) =>
        decisions.map((decision) => {
          const step = transition(status, decision);
          return [`${status} ${decision}`, step.kind === 'to' ? step.status : `refused: ${step.because}`];
        }),
      ),
    );
    expect(found).toEqual(expected);
  });

  it('never leads back to PROPOSED', () => {
    for (const status of actionStatuses)
      for (const decision of decisions)
        expect(transition(status, decision)).not.toMatchObject({ status: 'PROPOSED' });
  });

  it('says in words why a decision is refused', () => {
    expect(transition('PROPOSED', 'complete')).toMatchObject({
      reason: expect.stringContaining('Approve it'),
    });
    expect(transition('DONE', 'approve')).toMatchObject({
      reason: expect.stringContaining('outcome is recorded'),
    });
  });
});
