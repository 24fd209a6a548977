import { readFile } from 'node:fs/promises';
import { type AuditEntry, type AuditHead, unwrap } from '@granary/client';
import type { Command } from 'commander';
import { type Connection, withServer } from './connection.ts';
import { CommandFailed } from './failure.ts';
import { addListOptions, type ListOptions, printList } from './list.ts';
import { print, printJson, type TableColumn } from './output.ts';

interface AuditOptions extends ListOptions {
  actor?: string;
  entity?: string;
  id?: string;
  verb?: string;
  from?: string;
  to?: string;
  correlation?: string;
  text?: string;
}

/** `granary audit list | export | verify | head` */
export function registerAudit(program: Command): void {
  const audit = program.command('audit').description('who did what and when, and whether the trail is whole');
  addListOptions(addFilters(audit.command('list').description('the trail, newest first'))).action(
    (options: AuditOptions) => withServer((connection) => printTrail(connection, options)),
  );
  addFilters(audit.command('export').description('the trail as CSV on standard output, newest first'))
    .option('--json', 'as a JSON array')
    .action((options: AuditOptions) =>
      withServer((connection) => printTrail(connection, options.json ? options : { ...options, csv: true })),
    );
  audit
    .command('verify')
    .description('compute the chain again; exit code 1 names the first entry that is not in order')
    .option('--head <file>', 'also compare with a head saved by "granary audit head"')
    .option('--json', 'print as JSON')
    .action(verify);
  audit
    .command('head')
    .description('the end of the chain as JSON; keep it elsewhere, for "verify --head"')
    .action(() =>
      withServer(async ({ granary }) => printJson(await unwrap(granary.GET('/api/v1/audit/head')))),
    );
}

function addFilters(command: Command): Command {
  return command
    .option('--actor <user_id>', 'done by this person')
    .option('--entity <kind>', 'kind of thing, such as action or user')
    .option('--id <entity_id>', 'id of the thing')
    .option('--verb <verb>', 'what was done, such as approved')
    .option('--from <time>', 'from this day (YYYY-MM-DD) or instant (ISO 8601)')
    .option('--to <time>', 'until this day or instant')
    .option('--correlation <id>', 'of one request')
    .option('--text <text>', 'found in what was before or after, an id or a name');
}

function printTrail({ granary, me }: Connection, options: AuditOptions): Promise<void> {
  const given = {
    actor: options.actor,
    entity: options.entity,
    entity_id: options.id,
    verb: options.verb,
    from: options.from,
    to: options.to,
    correlation_id: options.correlation,
    text: options.text,
  };
  const filter = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const list = {
    page: (query: { limit: number; cursor?: string }) =>
      unwrap(granary.GET('/api/v1/audit', { params: { query: { ...filter, ...query } } })),
    csv: () =>
      unwrap(
        granary.GET('/api/v1/audit', { params: { query: { ...filter, format: 'csv' } }, parseAs: 'stream' }),
      ),
  };
  return printList(list, options, columns(me.organization), 'The trail has no such entry.');
}

function columns({
  locale,
  time_zone: timeZone,
}: Connection['me']['organization']): TableColumn<AuditEntry>[] {
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'medium', timeZone });
  return [
    { heading: 'No.', align: 'right', cell: (row) => row.audit_id },
    { heading: 'When', cell: (row) => time.format(new Date(row.at)) },
    { heading: 'Who', cell: (row) => row.actor_name, widest: 24 },
    { heading: 'Did', cell: (row) => row.verb },
    { heading: 'To', cell: (row) => `${row.entity} ${row.entity_id}`, widest: 46 },
    { heading: 'After', cell: (row) => (row.after === null ? '' : JSON.stringify(row.after)), widest: 60 },
  ];
}

async function verify({ head: file, json }: { head?: string; json?: boolean }): Promise<void> {
  const saved = file === undefined ? undefined : await readHead(file);
  const told = await withServer(({ granary, me }) => {
    if (saved !== undefined && saved.org_id !== me.organization.org_id) {
      throw new CommandFailed(`${file} is the head of another organization (${saved.org_id}).`);
    }
    // The head of a trail without entries says nothing that could be compared.
    const isEmpty = saved === undefined || saved.audit_id === 0;
    const query = isEmpty ? {} : { audit_id: saved.audit_id, hash: saved.hash };
    return unwrap(granary.GET('/api/v1/audit/verification', { params: { query } }));
  });
  if (json === true) printJson(told);
  else if (told.valid) {
    print(
      `${told.entries} entries are in order. The last has the hash ${told.head?.hash ?? 'of nothing'}.\n`,
    );
    if (saved === undefined) {
      print(
        'Whether the end was cut off, or the whole written anew, is found by comparing with a head saved elsewhere: --head.\n',
      );
    }
  }
  if (!told.valid && told.broken) {
    throw new CommandFailed(
      `The trail was falsified (${told.broken.kind}): ${told.broken.message} ${told.entries} entries before it are in order.`,
    );
  }
}

async function readHead(file: string): Promise<AuditHead> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandFailed(`${file} cannot be read: ${error.message}`);
  });
  try {
    const head = JSON.parse(text) as Partial<AuditHead>;
    const isHead = Number.isSafeInteger(head.audit_id) && /^[0-9a-f]{64}$/.test(head.hash ?? '');
    if (isHead && typeof head.org_id === 'string') return head as AuditHead;
  } catch {
    // Said below, for both.
  }
  throw new CommandFailed(`${file} is no saved head. Make one with: granary audit head > head.json`);
}
