import type { UploadChoices, UploadReport } from '@granary/client';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Connection, withServer } from './connection.ts';
import { describeRefusal } from './failure.ts';
import { fileTypes, type ImportResult, importFile, inDependencyOrder } from './import-file.ts';
import { type Formats, print, printJson, table } from './output.ts';
import { bar, terminalProgress } from './progress.ts';

interface ImportOptions {
  type?: string;
  map?: Record<string, string>;
  json?: boolean;
}

/** `granary import FILE…` */
export function registerImport(program: Command): void {
  program
    .command('import')
    .description('load CSV or XLSX files; what each is about is read from its columns')
    .argument('<file...>', 'files, in any order')
    .addOption(
      new Option('--type <kind>', 'kind of the files, when the columns do not tell').choices(fileTypes),
    )
    .option('--map <column=name>', 'say which column is which: --map Shop=store_id (repeatable)', readMapping)
    .option('--json', 'print the reports as JSON')
    .action((files: string[], options: ImportOptions) =>
      withServer(async (connection) => {
        const results = await importAll(connection, files, options);
        if (options.json === true) printJson(results.map(asJson));
        else printResults(results, connection.formats);
        if (results.some(({ kind }) => kind === 'refused')) process.exitCode = 1;
      }),
    );
}

function readMapping(text: string, before: Record<string, string> = {}): Record<string, string> {
  const split = text.lastIndexOf('=');
  const column = text.slice(0, split).trim();
  const name = text.slice(split + 1).trim();
  if (split < 1 || column === '' || name === '')
    throw new InvalidArgumentError('It must look like Shop=store_id.');
  return { ...before, [column]: name };
}

/** One after another, those that others refer to first. */
async function importAll(
  { granary }: Connection,
  files: string[],
  options: ImportOptions,
): Promise<ImportResult[]> {
  const progress = terminalProgress();
  const choices: UploadChoices = {
    ...(options.type === undefined ? {} : { fileType: options.type }),
    ...(options.map === undefined ? {} : { mapping: options.map }),
  };
  const results: ImportResult[] = [];
  for (const path of inDependencyOrder(files)) {
    progress.update(`loading ${path}  ${bar(0)}  sending`);
    const result = await importFile(granary, path, choices, {
      onProgress: ({ progress_pct, step }) =>
        progress.update(`loading ${path}  ${bar(progress_pct)}  ${step ?? 'waiting'}`),
    });
    progress.clear();
    results.push(result);
  }
  return results;
}

function asJson(result: ImportResult): object {
  return result.kind === 'loaded'
    ? { file: result.file, loaded: true, report: result.report }
    : {
        file: result.file,
        loaded: false,
        error: { code: result.error.code, message: result.error.message, details: result.error.details },
      };
}

function printResults(results: ImportResult[], formats: Formats): void {
  const loaded = results.flatMap((result) => (result.kind === 'loaded' ? [result] : []));
  if (loaded.length > 0) {
    print(
      table(
        [
          { heading: 'File', cell: ({ file }) => file },
          { heading: 'Read as', cell: ({ report }) => report.file_type },
          { heading: 'New', align: 'right', cell: ({ report }) => formats.count(report.rows_new) },
          { heading: 'Changed', align: 'right', cell: ({ report }) => formats.count(report.rows_changed) },
          { heading: 'Same', align: 'right', cell: ({ report }) => formats.count(report.rows_unchanged) },
          { heading: 'Rejected', align: 'right', cell: ({ report }) => formats.count(report.rows_rejected) },
        ],
        loaded,
      ),
    );
  }
  for (const { file, report } of loaded) printFindings(file, report, formats);
  for (const result of results) {
    if (result.kind !== 'refused') continue;
    print(`\n${result.file} was refused: ${describeRefusal(result.error)}\n`);
    for (const { field, suggestions } of result.error.details) {
      if (!Array.isArray(suggestions) || suggestions.length === 0) continue;
      print(`  perhaps --map ${JSON.stringify(`${String(suggestions[0])}=${field}`)}\n`);
    }
  }
}

function printFindings(file: string, report: UploadReport, formats: Formats): void {
  if (report.findings.length > 0) print(`\n${file}\n`);
  for (const { count, severity, column, message, hint, examples } of report.findings) {
    const outcome = severity === 'error' ? 'rejected' : 'loaded with a warning';
    const where = column === null ? '' : `, column ${column}`;
    print(`  ${formats.count(count)} ${count === 1 ? 'row' : 'rows'} ${outcome}${where}: ${message}\n`);
    const rows = examples.flatMap(({ row }) => (row === null ? [] : [row])).slice(0, 5);
    if (rows.length > 0)
      print(
        `    ${rows.length === 1 ? 'row' : 'rows'} ${rows.join(', ')}${count > rows.length ? ', …' : ''}\n`,
      );
    if (hint !== null) print(`    ${hint}\n`);
  }
}
