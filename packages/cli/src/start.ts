import { join } from 'node:path';
import { unwrap } from '@granary/client';
import type { Command } from 'commander';
import { bestActions, printBestActions } from './best-actions.ts';
import { type Connection, signIn } from './connection.ts';
import { addDemoOptions, type DemoOptions, demoChoice, isDemoMissing, loadDemo } from './demo.ts';
import { describeFailure } from './failure.ts';
import { print, printJson, setWhenReaderGone } from './output.ts';
import { type Progress, terminalProgress } from './progress.ts';
import { openServer, projectFolder, type RunningServer } from './roles.ts';
import { type Stop, stopOnSignal } from './stop-on-signal.ts';
import { buildWebIfOutdated, type WebBuild } from './web-build.ts';

interface StartOptions extends DemoOptions {
  empty?: boolean;
  demo: boolean;
  build: boolean;
  json?: boolean;
}

/** `granary start` */
export function registerStart(program: Command): void {
  const command = program
    .command('start')
    .description('start everything: database, server, worker, screen and, the first time, the demo company')
    .option('--empty', 'begin with an organization of your own instead of the demo')
    .option('--no-demo', 'leave an unfinished demo as it is')
    .option('--no-build', 'leave the screen as it is, even when its sources are newer')
    .option('--json', 'print address, link and best actions as JSON');
  addDemoOptions(command).action(start);
}

async function start(options: StartOptions): Promise<void> {
  const startedAt = performance.now();
  const stop = stopOnSignal();
  // "granary start | head" goes on serving.
  setWhenReaderGone(() => undefined);
  const progress = terminalProgress();
  const wantsDemo = options.empty !== true && options.demo;
  const server = await openServer({
    role: 'start',
    firstOrganization: wantsDemo
      ? { name: 'Demo grocer', isDemo: true }
      : { name: 'My organization', isDemo: false },
    onStep: progress.update,
  });
  try {
    if (!stop.signal.aborted) await bringUp(server, options, startedAt, progress, stop);
    await stop.asked;
    progress.update('stopping');
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    await server.close();
  }
  progress.done(`Granary has stopped; its data stays in ${server.dataDir}`);
}

async function bringUp(
  server: RunningServer,
  options: StartOptions,
  startedAt: number,
  progress: Progress,
  { signal }: Stop,
): Promise<void> {
  const connection = await signIn(server.address ?? '', server.terminalToken);
  const { database } = await unwrap(connection.granary.GET('/api/v1/health'));
  const kind = database.kind === 'embedded' ? 'Embedded PostgreSQL' : 'PostgreSQL';
  progress.done(`${kind} ${database.version} is up, the schema is current (${secondsSince(startedAt)} s)`);
  const building: Promise<WebBuild> = options.build
    ? buildWebIfOutdated(await projectFolder(), signal)
    : Promise.resolve({ kind: 'current' });
  const hadData = connection.me.data.snapshot_date !== null;
  await loadDemoIfMissing(connection, server, options, progress, signal);
  if (hadData) progress.done(`Your data is kept: stock of ${connection.me.data.snapshot_date}`);
  if (options.build) progress.update('waiting for the screen');
  reportBuild(await building, progress);
  progress.clear();
  signal.throwIfAborted();
  await report(connection, server, options, secondsSince(startedAt));
}

/** A demo that cannot be loaded is told and tried again at the next start; the server runs all the same. */
async function loadDemoIfMissing(
  connection: Connection,
  server: RunningServer,
  options: StartOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  if (options.empty === true || !options.demo || !(await isDemoMissing(connection))) return;
  try {
    await loadDemo(connection, join(server.dataDir, 'demo'), demoChoice(options), progress, signal);
  } catch (error) {
    signal.throwIfAborted();
    progress.clear();
    process.stderr.write(
      `The demo could not be loaded and is tried again at the next start.\n${describeFailure(error)}\n`,
    );
  }
}

function reportBuild(build: WebBuild, progress: Progress): void {
  if (build.kind === 'built') progress.done(`Screen built (${build.seconds.toFixed(1)} s)`);
  if (build.kind === 'failed') {
    progress.clear();
    process.stderr.write(`The screen could not be built; the API runs without it.\n${build.reason}\n`);
  }
}

async function report(
  connection: Connection,
  server: RunningServer,
  options: StartOptions,
  seconds: string,
): Promise<void> {
  if (options.json === true) {
    printJson({
      address: server.address,
      sign_in_link: server.signInLink ?? null,
      data_dir: server.dataDir,
      seconds: Number(seconds),
      actions: await bestActions(connection),
    });
    return;
  }
  await printBestActions(connection);
  print(`\nReady in ${seconds} s at ${server.address}/app/\n`);
  if (server.signInLink !== undefined) print(`Sign in, once, with ${server.signInLink}\n`);
  print(`Ctrl-C stops Granary and its database; the data stays in ${server.dataDir}\n`);
}

function secondsSince(startedAt: number): string {
  return ((performance.now() - startedAt) / 1000).toFixed(1);
}
