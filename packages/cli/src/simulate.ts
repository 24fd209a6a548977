import { simulateCompany } from '@granary/inventory/simulation';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { writeCompanyFiles } from './company-files.ts';

interface SimulateOptions {
  preset: 'grocer';
  stores: number;
  items: number;
  days: number;
  seed: number;
  endDate: string;
  out: string;
  messy: boolean;
  json: boolean;
}

/** `granary simulate`: writes the files of a made-up company with a past. The same options give the same files. */
export function registerSimulate(program: Command): void {
  program
    .command('simulate')
    .description('write the files of a simulated company: stores, items, lanes, sales, inventory, purchases')
    .addOption(new Option('--preset <name>', 'kind of company').choices(['grocer']).default('grocer'))
    .option('--stores <count>', 'stores besides the distribution centre', wholeNumber, 20)
    .option('--items <count>', 'items of the range', wholeNumber, 200)
    .option('--days <count>', 'days of history', wholeNumber, 730)
    .option('--seed <number>', 'the same seed gives the same company', wholeNumber, 7)
    .option('--end-date <date>', 'last day of the history, YYYY-MM-DD', '2026-11-15')
    .option('--messy', 'headings, dates, numbers and formats as a real company exports them', false)
    .requiredOption('--out <folder>', 'folder for the files')
    .option('--json', 'print the result as JSON', false)
    .action(async (options: SimulateOptions, command: Command) => {
      const { stores, items, days, seed, endDate, out, messy, preset } = options;
      let company: ReturnType<typeof simulateCompany>;
      try {
        company = simulateCompany({ preset, seed, endDate, days, stores, items });
      } catch (error) {
        if (error instanceof RangeError) command.error(`error: ${error.message}`);
        throw error;
      }
      const files = await writeCompanyFiles(company, out, { dialect: messy ? 'messy' : 'clean' });
      if (options.json) {
        process.stdout.write(
          `${JSON.stringify({ start_date: company.startDate, end_date: endDate, files })}\n`,
        );
        return;
      }
      process.stdout.write(`${company.startDate} to ${endDate}, in ${out}:\n`);
      for (const { file, rows } of files) {
        process.stdout.write(`  ${file.padEnd(16)} ${rows.toLocaleString('en').padStart(11)} rows\n`);
      }
    });
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
