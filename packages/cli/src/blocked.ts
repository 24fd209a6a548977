import { unwrap } from '@granary/client';
import type { Command } from 'commander';
import { withServer } from './connection.ts';
import { print, printJson, table } from './output.ts';

/** `granary blocked list | lift` */
export function registerBlocked(program: Command): void {
  const blocked = program
    .command('blocked')
    .description('network addresses that are refused for a while, since attacks came from them');
  blocked
    .command('list')
    .description('the addresses, newest first')
    .option('--json', 'print as JSON')
    .action(({ json }: { json?: boolean }) =>
      withServer(async ({ granary, me: { organization } }) => {
        const { data } = await unwrap(granary.GET('/api/v1/blocked-addresses'));
        if (json === true) return printJson(data);
        if (data.length === 0) return print('No address is blocked.\n');
        const { locale, time_zone: timeZone } = organization;
        const time = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short', timeZone });
        print(
          table(
            [
              { heading: 'Address', cell: ({ address }) => address },
              { heading: 'Since it did', cell: ({ reason }) => reason },
              { heading: 'Times in a row', cell: ({ times }) => String(times) },
              { heading: 'Until', cell: (row) => time.format(new Date(row.blocked_until)) },
            ],
            data,
          ),
        );
      }),
    );
  blocked
    .command('lift <address>')
    .description('let an address ask again at once')
    .action((address: string) =>
      withServer(async ({ granary }) => {
        await unwrap(
          granary.DELETE('/api/v1/blocked-addresses/{address}', { params: { path: { address } } }),
        );
        print(`${address} may ask again.\n`);
      }),
    );
}
