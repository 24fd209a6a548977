import type { Action } from '@granary/client';
import type { Formats, TableColumn } from './output.ts';

/** An action as a row of a table. */
export function actionColumns(
  { money, percent }: Formats,
  options: { withStatus: boolean },
): TableColumn<Action>[] {
  return [
    { heading: '#', align: 'right', cell: ({ action_id }) => action_id },
    ...(options.withStatus ? [{ heading: 'Status', cell: ({ status }: Action) => status }] : []),
    { heading: 'Action', cell: describeAction, widest: 44 },
    { heading: 'Item', cell: ({ item_name }) => item_name, widest: 28 },
    { heading: 'From', cell: ({ from_store_name }) => from_store_name, widest: 20 },
    { heading: 'Expires', cell: ({ expiry_date }) => expiry_date },
    { heading: 'Saves', align: 'right', cell: ({ expected_savings }) => money(expected_savings) },
    { heading: 'Chance of gain', align: 'right', cell: ({ chance_of_gain }) => percent(chance_of_gain) },
  ];
}

/** "sell 12 at 30 % off", "move 40 kg to Lyon Nord". */
export function describeAction(action: Action): string {
  const units = action.unit === 'each' ? String(action.qty) : `${action.qty} ${action.unit}`;
  switch (action.action_type) {
    case 'TRANSFER':
      return `move ${units} to ${action.to_store_name ?? action.to_store}`;
    case 'MARKDOWN':
      return `sell ${units} at ${action.discount_pct} % off`;
    case 'LIQUIDATE':
      return `${action.dispose ? 'dispose of' : 'liquidate'} ${units}`;
  }
}
