import type { Command } from 'commander';
import type { TypedOptions } from './forecast/options.ts';

/** `granary forecast FILE.csv` */
export function registerForecast(program: Command): void {
  program
    .command('forecast <file>')
    .description(
      'forecast a CSV file of dates and values, with or without ids and regressors; needs no server',
    )
    .option('--horizon <periods>', 'periods ahead (default: by frequency, or the rows without a value)')
    .option(
      '--frequency <name>',
      'hourly, daily, weekly, monthly, quarterly or yearly (default: from the dates)',
    )
    .option('--model <names>', 'a model, or several to compare: auto,ets,theta', 'auto')
    .option('--levels <per cents>', 'central intervals', '50,80,95')
    .option(
      '--season <periods>',
      'length of the season or seasons: 7,364; none for none (default: by frequency)',
    )
    .option('--absent <meaning>', 'a period without a row is: zero or missing', 'missing')
    .option('--date <column>', 'column of the dates (default: found by name and content)')
    .option('--id <columns>', 'column of the ids; several make one id together: store,item')
    .option('--value <column>', 'column to forecast')
    .option('--regressors <columns>', 'columns that help to forecast; none for none (default: other numbers)')
    .option('--date-order <order>', 'how to read 03/04/2026: day-first or month-first')
    .option('--decimal <mark>', 'decimal mark of the numbers: . or ,')
    .option('--only <ids>', 'forecast these ids only')
    .option('--holidays <place>', 'public holidays as regressors: a country and region such as DE or DE,BY')
    .option('--future <file>', 'CSV file with dates and regressors of the periods ahead')
    .option('--backtest <origins>', 'forecast the past too, from so many points of it, and print the errors')
    .option('--out <file>', 'write the forecasts as CSV; - for standard output')
    .option('--csv', 'CSV on standard output', false)
    .option('--json', 'JSON on standard output', false)
    .option('--svg <file>', 'draw the chart, or one for each of the first ids')
    .option('--html <file>', 'write a page with the charts and their tables')
    .option('--open', 'open the page in the browser', false)
    .option('--threads <count>', 'worker threads', '1')
    .option('--seed <number>', 'of the joint paths that totals over the horizon are read from', '1')
    .addHelpText('after', examples)
    .action(async (file: string, typed: TypedOptions) => {
      // Loaded when needed: the other commands do not wait for the models.
      const [{ forecastFile }, { readOptions }] = await Promise.all([
        import('./forecast/forecast-file.ts'),
        import('./forecast/options.ts'),
      ]);
      process.exitCode = await forecastFile(file, readOptions(typed));
    });
}

const examples = `
Examples:
  granary forecast sales.csv --open
  granary forecast sales.csv --horizon 26 --levels 80,95 --out forecast.csv --threads 4
  granary forecast sales.csv --model auto,ets,seasonal-naive --backtest 4

The file has a heading and a row per date (and id). Ends with 0 if all was read and forecast, with 2 if rows or
ids had to be left out, with 1 if nothing was forecast.
`;
