import { type paths, unwrap } from '@granary/client';
import type { Command } from 'commander';
import { type Connection, withServer } from './connection.ts';
import { CommandFailed } from './failure.ts';
import { addListOptions, type ListOptions, printList } from './list.ts';
import { print, type TableColumn } from './output.ts';
import { importPeople } from './people-import.ts';

type Person = paths['/api/v1/users']['get']['responses'][200]['content']['application/json']['data'][number];

interface InviteOptions {
  role: string;
  name?: string;
  stores?: string;
  suppliers?: string;
}

/** `granary people list | invite | import | deactivate | reactivate | unlock | password-link` */
export function registerPeople(program: Command): void {
  const people = program.command('people').description('who may come in, and what they may do');
  addListOptions(people.command('list').description('the people of the organization'))
    .option('--role <role>', 'with this role')
    .option('--state <state>', 'active or deactivated')
    .option('--search <text>', 'part of the name or the e-mail address')
    .action((options: ListOptions & { role?: string; state?: PersonState; search?: string }) =>
      withServer((connection) => printPeople(connection, options)),
    );
  people
    .command('invite <email>')
    .description('ask somebody in; prints the link where no e-mail could be sent')
    .requiredOption('--role <role>', 'code of a role, such as planner')
    .option('--name <name>', 'as colleagues know them')
    .option('--stores <codes>', 'locations of a limited role, separated by commas')
    .option('--suppliers <codes>', 'suppliers of a limited role, separated by commas')
    .action(invite);
  people
    .command('import <file>')
    .description(
      'bring people of another system with the bcrypt hashes of their passwords, from a CSV file with the columns name, email, role, password_hash and, if wanted, store_ids, supplier_ids, approval_limit',
    )
    .action((file: string) => withServer(({ granary }) => bringPeople(granary, file)));
  for (const [verb, { does, done }] of Object.entries(CHANGES)) {
    people
      .command(`${verb} <person>`)
      .description(`${does}; the person is named by e-mail address or id`)
      .action((who: string) =>
        withServer(async ({ granary }) => {
          const person = await findPerson(granary, who);
          const params = { path: { user_id: person.user_id } };
          await unwrap(granary.POST(`/api/v1/users/{user_id}/${verb as keyof typeof CHANGES}`, { params }));
          print(`${person.name} ${done}.\n`);
        }),
      );
  }
  people
    .command('password-link <person>')
    .description('make a link by which somebody sets a new password, once, within 30 minutes')
    .action((who: string) =>
      withServer(async ({ granary }) => {
        const person = await findPerson(granary, who);
        const params = { path: { user_id: person.user_id } };
        const { link } = await unwrap(granary.POST('/api/v1/users/{user_id}/password-reset', { params }));
        print(`${link}\n`);
      }),
    );
}

type PersonState = 'active' | 'deactivated' | 'all';

const CHANGES = {
  deactivate: {
    does: 'keep somebody out: sessions and tokens end at once',
    done: 'may no longer sign in',
  },
  reactivate: { does: 'let a deactivated person sign in again', done: 'may sign in again' },
  unlock: { does: 'lift the wait after wrong passwords', done: 'can sign in at once' },
} as const;

function printPeople(
  { granary }: Connection,
  options: ListOptions & { role?: string; state?: PersonState; search?: string },
): Promise<void> {
  const filter = { role: options.role, state: options.state, q: options.search };
  const list = {
    page: (query: { limit: number; cursor?: string }) =>
      unwrap(granary.GET('/api/v1/users', { params: { query: { ...filter, ...query } } })),
    csv: () =>
      unwrap(
        granary.GET('/api/v1/users', { params: { query: { ...filter, format: 'csv' } }, parseAs: 'stream' }),
      ),
  };
  return printList(list, options, columns, 'Nobody is like this.');
}

const columns: TableColumn<Person>[] = [
  { heading: 'Name', cell: (row) => row.name, widest: 28 },
  { heading: 'E-mail', cell: (row) => row.email ?? '', widest: 36 },
  { heading: 'Role', cell: (row) => row.role },
  { heading: 'Sees', cell: (row) => [...row.store_ids, ...row.supplier_ids].join(' '), widest: 24 },
  { heading: 'State', cell: (row) => (row.is_active ? 'active' : 'deactivated') },
];

async function bringPeople(granary: Connection['granary'], file: string): Promise<void> {
  let made = 0;
  let refused = 0;
  for await (const { line, email, refusal } of importPeople(granary, file)) {
    if (refusal === null) made += 1;
    else {
      refused += 1;
      print(`line ${line}, ${email}: ${refusal}\n`);
    }
  }
  const people = made === 1 ? '1 person' : `${made} people`;
  if (refused === 0) return print(`${people} can sign in with the password they have.\n`);
  throw new CommandFailed(
    `${people} added, ${refused} refused for the reasons above. Mend those lines and send the file again: who is there already is not added twice.`,
  );
}

async function invite(email: string, options: InviteOptions): Promise<void> {
  const codes = (text: string | undefined) =>
    (text ?? '')
      .split(',')
      .map((code) => code.trim())
      .filter((code) => code !== '');
  const made = await withServer(({ granary }) =>
    unwrap(
      granary.POST('/api/v1/invitations', {
        body: {
          email,
          role: options.role,
          store_ids: codes(options.stores),
          supplier_ids: codes(options.suppliers),
          ...(options.name === undefined ? {} : { name: options.name }),
        },
      }),
    ),
  );
  if (made.link === null) print(`The invitation is on its way to ${made.email}.\n`);
  else print(`${made.link}\n`);
}

/** @throws CommandFailed when nobody has this address or id */
async function findPerson(granary: Connection['granary'], who: string): Promise<Person> {
  if (!who.includes('@')) {
    return unwrap(granary.GET('/api/v1/users/{user_id}', { params: { path: { user_id: who } } }));
  }
  const { data } = await unwrap(granary.GET('/api/v1/users', { params: { query: { q: who, limit: 100 } } }));
  const person = data.find(({ email }) => email === who.toLowerCase());
  if (person === undefined) throw new CommandFailed(`Nobody here has the e-mail address ${who}.`);
  return person;
}
