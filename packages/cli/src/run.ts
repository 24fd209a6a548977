import type { Run } from '@granary/client';
import { Argument, type Command } from 'commander';
import { withServer } from './connection.ts';
import { runNightly, secondsOf } from './follow-run.ts';
import { facts, print, printJson } from './output.ts';
import { terminalProgress } from './progress.ts';

/** `granary run nightly` */
export function registerRun(program: Command): void {
  program
    .command('run')
    .description('start a run and follow it: nightly is forecasts, risk and proposals')
    .addArgument(new Argument('<kind>', 'what to run').choices(['nightly']))
    .option('--json', 'print the finished run as JSON')
    .action((_kind: string, { json }: { json?: boolean }) =>
      withServer(async ({ granary, formats }) => {
        const progress = terminalProgress();
        const run = await runNightly(granary, progress);
        progress.done(`nightly run completed in ${secondsOf(run).toFixed(1)} s`);
        if (json === true) printJson(run);
        else print(facts(countsOf(run).map(([name, count]) => [name, formats.count(count)])));
      }),
    );
}

/** What the run counted; its times are left out. */
function countsOf(run: Run): [name: string, count: number][] {
  return Object.entries(run.counts).flatMap(([name, count]) =>
    typeof count === 'number' && !name.endsWith('.ms') ? [[name, count] as [string, number]] : [],
  );
}
