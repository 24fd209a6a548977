import type { Command } from 'commander';
import { CommandFailed } from './failure.ts';
import { print, printJson } from './output.ts';
import { simulateFaults } from './roles.ts';

/** `granary error simulate` */
export function registerError(program: Command): void {
  const error = program.command('error').description('whether Granary withstands what goes wrong');
  error
    .command('simulate')
    .description('inject each kind of fault into a Granary of its own and check the reaction')
    .option('--json', 'print the results as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const results = await simulateFaults((result) => {
        if (json === true) return;
        print(
          `${result.ok ? 'ok  ' : 'FAIL'} ${result.fault}: ${result.reaction}\n     ${result.seen} (${result.seconds} s)\n`,
        );
      });
      if (json === true) printJson(results);
      const failed = results.filter(({ ok }) => !ok);
      if (failed.length > 0)
        throw new CommandFailed(`${failed.length} of ${results.length} faults were not withstood.`);
    });
}
