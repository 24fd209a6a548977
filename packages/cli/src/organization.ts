import type { Command } from 'commander';
import { CommandFailed } from './failure.ts';
import { print, printJson, table } from './output.ts';
import { openInstallation } from './roles.ts';

interface CreateOptions {
  currency: string;
  locale: string;
  timeZone: string;
  json?: boolean;
}

/** `granary organization create | list`, on the machine of the server. */
export function registerOrganization(program: Command): void {
  const organization = program
    .command('organization')
    .description('the organizations of this installation (on the machine of the server)');
  organization
    .command('create <name>')
    .description('add an organization, and print a one-time link for its first owner')
    .option('--currency <code>', 'ISO 4217, three capital letters', 'EUR')
    .option('--locale <tag>', 'how figures and days are written', 'en-GB')
    .option('--time-zone <name>', 'of its calendar days', Intl.DateTimeFormat().resolvedOptions().timeZone)
    .option('--json', 'print as JSON')
    .action(create);
  organization
    .command('list')
    .description('names, currencies and time zones')
    .option('--json', 'print as JSON')
    .action(list);
}

async function create(name: string, { currency, locale, timeZone, json }: CreateOptions): Promise<void> {
  checkSettings(name, currency, locale, timeZone);
  const installation = await openInstallation();
  try {
    const made = await installation.createOrganization({ name: name.trim(), currency, locale, timeZone });
    if (json === true) printJson({ ...made.organization, link: made.link });
    else
      print(
        `${made.organization.name} is there. Its first owner signs in once, within 24 hours, with\n${made.link}\n`,
      );
  } finally {
    await installation.close();
  }
}

async function list({ json }: { json?: boolean }): Promise<void> {
  const installation = await openInstallation();
  try {
    const organizations = await installation.organizations();
    if (json === true) return printJson(organizations);
    print(
      table(
        [
          { heading: 'Organization', cell: ({ name }) => name },
          { heading: 'Currency', cell: ({ currency }) => currency },
          { heading: 'Locale', cell: ({ locale }) => locale },
          { heading: 'Time zone', cell: ({ time_zone }) => time_zone },
          { heading: 'Id', cell: ({ org_id }) => org_id },
        ],
        organizations,
      ),
    );
  } finally {
    await installation.close();
  }
}

function checkSettings(name: string, currency: string, locale: string, timeZone: string): void {
  if (name.trim() === '' || name.trim().length > 200)
    throw new CommandFailed('The name has 1 to 200 characters.');
  if (!Intl.supportedValuesOf('currency').includes(currency))
    throw new CommandFailed(`${currency} is no currency that is known here; one is EUR.`);
  if (!isUsable(() => Intl.NumberFormat.supportedLocalesOf(locale).length === 1))
    throw new CommandFailed(`${locale} is no locale that is known here; one is en-GB.`);
  if (!/^[A-Za-z]/.test(timeZone) || !isUsable(() => new Intl.DateTimeFormat('en', { timeZone })))
    throw new CommandFailed(`${timeZone} is no time zone that is known here; one is Europe/Paris.`);
}

function isUsable(test: () => unknown): boolean {
  try {
    return Boolean(test());
  } catch {
    return false;
  }
}
