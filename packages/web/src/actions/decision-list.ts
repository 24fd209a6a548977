import type { Action } from './types.ts';

export function idOf(action: Pick<Action, 'action_id'>): string {
  return String(action.action_id);
}

/** What the units of an action cost, in major units of the currency. */
export function costOf(action: Pick<Action, 'qty' | 'unit_cost'>): number {
  return action.qty * Number(action.unit_cost);
}

/** Splits proposals into those that save something and those that only write off, each in the order given. */
export function setApart<Row extends Pick<Action, 'dispose'>>(actions: readonly Row[]): [Row[], Row[]] {
  return [actions.filter((action) => !action.dispose), actions.filter((action) => action.dispose)];
}

export function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** The part of a selection that is in one of several tables; a change there leaves the rest as it was. */
export function selectionIn(
  rows: readonly Pick<Action, 'action_id'>[],
  checked: ReadonlySet<string>,
  onChange: (ids: ReadonlySet<string>) => void,
) {
  const own = new Set(rows.map(idOf).filter((id) => checked.has(id)));
  const elsewhere = [...checked].filter((id) => !own.has(id));
  return {
    checkedIds: own,
    onCheck: (ids: ReadonlySet<string>) => onChange(new Set([...elsewhere, ...ids])),
  };
}
