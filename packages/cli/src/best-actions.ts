import { type Action, unwrap } from '@granary/client';
import { actionColumns } from './action-columns.ts';
import type { Connection } from './connection.ts';
import { print, table } from './output.ts';

const shown = 5;

/** The open proposals that save most. */
export async function bestActions({ granary }: Connection): Promise<Action[]> {
  const query = { status: 'pending', limit: shown } as const;
  const { data } = await unwrap(granary.GET('/api/v1/actions', { params: { query } }));
  // Writing off what cannot be saved is work to do, not money to gain.
  return data.filter((action) => action.expected_savings > 0);
}

/** A short table of what deserves a decision first, and the sum of all that does. */
export async function printBestActions(connection: Connection): Promise<void> {
  const { money, count } = connection.formats;
  const actions = await bestActions(connection);
  if (actions.length === 0) {
    print('No action is proposed at the moment.\n');
    return;
  }
  print(`\n${table(actionColumns(connection.formats, { withStatus: false }), actions)}`);
  const { proposed, at_risk_value } = await unwrap(connection.granary.GET('/api/v1/actions/summary'));
  print(
    `\n${count(proposed.count)} actions are proposed, expected to save ${money(proposed.expected_savings)} of ${money(at_risk_value)} at risk.\n`,
  );
}
