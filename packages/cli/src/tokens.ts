import { type paths, unwrap } from '@granary/client';
import type { Command } from 'commander';
import { type Connection, withServer } from './connection.ts';
import { addListOptions, type ListOptions, positive, printList } from './list.ts';
import { print, type TableColumn } from './output.ts';

type MachineToken =
  paths['/api/v1/tokens']['get']['responses'][200]['content']['application/json']['data'][number];

/** `granary tokens list | make | revoke` */
export function registerTokens(program: Command): void {
  const tokens = program.command('tokens').description('access for programs');
  addListOptions(tokens.command('list').description('tokens, the newest first'), { csv: false }).action(
    (options: ListOptions) =>
      withServer(({ granary, me }) => {
        const page = (query: { limit: number; cursor?: string }) =>
          unwrap(granary.GET('/api/v1/tokens', { params: { query } }));
        return printList({ page }, options, columns(me.organization), 'No program has access yet.');
      }),
  );
  tokens
    .command('make <name>')
    .description('make a token; it is printed this once')
    .requiredOption('--may <permissions>', 'what it may do, separated by commas, such as ingest.write')
    .option('--days <days>', 'ends after so many days', positive, 90)
    .action((name: string, { may, days }: { may: string; days: number }) =>
      withServer(async ({ granary }) => {
        const permissions = may.split(',').map((permission) => permission.trim());
        const { token } = await unwrap(
          granary.POST('/api/v1/tokens', { body: { name, permissions, expires_in_days: days } }),
        );
        print(`${token}\n`);
      }),
    );
  tokens
    .command('revoke <token_id>')
    .description('end a token; programs that use it are refused at once')
    .action((tokenId: string) =>
      withServer(async ({ granary }) => {
        await unwrap(
          granary.DELETE('/api/v1/tokens/{token_id}', { params: { path: { token_id: tokenId } } }),
        );
        print('Revoked.\n');
      }),
    );
}

function columns({
  locale,
  time_zone: timeZone,
}: Connection['me']['organization']): TableColumn<MachineToken>[] {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone });
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short', timeZone });
  return [
    { heading: 'Id', cell: (row) => row.token_id },
    { heading: 'For', cell: (row) => row.name, widest: 28 },
    { heading: 'By', cell: (row) => row.made_by, widest: 20 },
    { heading: 'May', cell: (row) => row.permissions.join(' '), widest: 40 },
    {
      heading: 'Last used',
      cell: (row) => (row.last_used_at === null ? 'never' : time.format(new Date(row.last_used_at))),
    },
    {
      heading: 'Ends',
      cell: (row) => (row.revoked_at === null ? day.format(new Date(row.expires_at)) : 'revoked'),
    },
  ];
}
