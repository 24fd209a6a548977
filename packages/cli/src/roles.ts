import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unwrap } from '@granary/client';
import type { Installation, RunningServer, SimulatedFault, StartOptions } from '@granary/server';
import type { Command } from 'commander';
import { CommandFailed } from './failure.ts';
import { print, printJson, setWhenReaderGone, table } from './output.ts';
import { terminalProgress } from './progress.ts';
import { stopOnSignal } from './stop-on-signal.ts';

// The one place that knows the server. It is loaded when needed: "granary --help" does not wait for it.
const loadServer = () => import('@granary/server');

export type { RunningServer };

/** Starts a role in this process with the settings of the environment. */
export async function openServer(options: Omit<StartOptions, 'config'>): Promise<RunningServer> {
  const { startServer } = await loadServer();
  return startServer(options);
}

/** Injects faults into a Granary of its own; tells each result as it comes. */
export async function simulateFaults(onResult: (result: SimulatedFault) => void): Promise<SimulatedFault[]> {
  return (await loadServer()).simulateFaults(onResult);
}

/** A server for one command: on a free port of this machine only, and silent. */
export async function openOwnServer(): Promise<RunningServer & { address: string }> {
  const { readConfig, startServer } = await loadServer();
  const config = { ...readConfig(), port: 0, host: '127.0.0.1' };
  const server = await startServer({ role: 'start', config });
  if (server.address === undefined) throw new Error('the server has no address');
  return { ...server, address: server.address };
}

/** The organizations of the database that the settings of the environment lead to. */
export async function openInstallation(): Promise<Installation> {
  return (await loadServer()).openInstallation();
}

/** Where a running server says how this machine's terminal reaches it. */
export async function terminalFile(): Promise<string> {
  const { readConfig } = await loadServer();
  return join(readConfig().dataDir, 'terminal.json');
}

/** The checkout this program runs from. */
export async function projectFolder(): Promise<string> {
  return (await loadServer()).projectFolder;
}

/** `granary serve | work | migrate | link | settings` */
export function registerRoles(program: Command): void {
  program
    .command('serve')
    .description('answer requests only; runs are left to "granary work" (both need DATABASE_URL)')
    .action(() => runRole('serve'));
  program
    .command('work')
    .description('perform runs only, beside any number of servers (needs DATABASE_URL)')
    .action(() => runRole('work'));
  program
    .command('migrate')
    .description('bring the database up to date and end')
    .option('--json', 'print the applied migrations as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { migrateOnly } = await loadServer();
      const applied = await migrateOnly();
      if (json === true) printJson({ applied });
      else
        print(
          applied.length === 0
            ? 'The schema is current.\n'
            : applied.map((name) => `applied ${name}\n`).join(''),
        );
    });
  program.command('link').description('print a new one-time sign-in link for the owner').action(printLink);
  program
    .command('settings')
    .description('every setting, its default and what it means')
    .option('--json', 'print as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { describeSettings } = await loadServer();
      const { terminalSettings } = await import('./connection.ts');
      const settings = [...describeSettings(), ...terminalSettings];
      if (json === true) return printJson(settings);
      print(
        table(
          [
            { heading: 'Setting', cell: ({ name }) => name },
            { heading: 'Default', cell: (setting) => setting.default },
            { heading: 'Meaning', cell: ({ description }) => description, widest: 110 },
          ],
          settings,
        ),
      );
    });
}

async function runRole(role: 'serve' | 'work'): Promise<void> {
  const stop = stopOnSignal();
  setWhenReaderGone(() => undefined);
  const progress = terminalProgress();
  const server = await openServer({ role, onStep: progress.update });
  try {
    progress.done(
      server.address === undefined ? 'Waiting for runs' : `Granary answers at ${server.address}/app/`,
    );
    if (server.signInLink !== undefined) print(`Sign in once with ${server.signInLink}\n`);
    await stop.asked;
  } finally {
    await server.close();
  }
  progress.done('Granary has stopped');
}

/** Asks the running server; where none runs, opens its database for a moment. */
async function printLink(): Promise<void> {
  const { findRunning } = await import('./connection.ts');
  const running = await findRunning();
  if (running !== undefined) {
    print(`${(await unwrap(running.granary.POST('/api/v1/auth/links'))).link}\n`);
    return;
  }
  const { readConfig, startServer, DataFolderInUse } = await loadServer();
  const config = readConfig();
  const publicUrl = config.publicUrl ?? `http://127.0.0.1:${config.port}`;
  // A server leaves its address in the data folder; that of this moment must not replace the real one's.
  const dataDir =
    config.databaseUrl === undefined ? config.dataDir : await mkdtemp(join(tmpdir(), 'granary-link-'));
  try {
    const server = await startServer({ role: 'serve', config: { ...config, dataDir, port: 0, publicUrl } });
    try {
      print(`${await server.newSignInLink()}\n`);
    } finally {
      await server.close();
    }
  } catch (error) {
    if (!(error instanceof DataFolderInUse)) throw error;
    throw new CommandFailed(
      `${error.message} A new link can be made while it is stopped; "granary start" prints one, too.`,
    );
  } finally {
    if (dataDir !== config.dataDir) await rm(dataDir, { recursive: true, force: true });
  }
}
