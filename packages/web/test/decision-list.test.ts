import { describe, expect, it } from 'vitest';
import { selectionIn, setApart } from '../src/actions/decision-list.ts';

describe('the list of decisions', () => {
  it('sets write-offs apart and keeps the order of both', () => {
    const actions = [true, false, true, false].map((dispose, index) => ({ action_id: index + 1, dispose }));
    expect(setApart(actions).map((part) => part.map((action) => action.action_id))).toEqual([
      [2, 4],
      [1, 3],
    ]);
  });

  it('selects in one table without forgetting what is selected in the other', () => {
    const changes: string[][] = [];
    const selection = selectionIn([{ action_id: 1 }, { action_id: 2 }], new Set(['1', '9']), (ids) =>
      changes.push([...ids].sort()),
    );
    expect([...selection.checkedIds]).toEqual(['1']);
    selection.onCheck(new Set(['1', '2']));
    selection.onCheck(new Set());
    expect(changes).toEqual([['1', '2', '9'], ['9']]);
  });
});
