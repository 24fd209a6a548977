import type { DatasetDefinition } from '../platform/datasets/dataset.ts';
import { AppError, invalid } from '../platform/http/errors.ts';
import { planColumns } from './columns/column-formats.ts';
import { type ColumnMapping, mapColumns } from './columns/column-mapping.ts';
import { datasetOfType, guessDataset, headerScore, nearestDataset } from './columns/dataset-guess.ts';
import type { DateOrder } from './columns/date-format.ts';
import { ingestErrors } from './errors.ts';
import { openTable } from './files/open-table.ts';
import type { Cell, RowSource, UnreadableFile } from './files/row-source.ts';
import type { ReadyFile } from './load/load-upload.ts';
import type { UploadChoices } from './queries.ts';

const SAMPLE_ROWS = 200;

/** A file whose kind and columns are known. */
export interface InspectedFile {
  dataset: DatasetDefinition;
  source: RowSource;
  mapping: ColumnMapping;
  samples: Cell[][];
}

/** What is known about a file before it is opened. */
export interface FileQuestion {
  fileName: string;
  /** The caller's word for the kind; undefined lets the header decide. */
  fileType: string | undefined;
  choices: UploadChoices;
}

/**
 * Opens a file, finds out what it is about and which column is which.
 *
 * @throws AppError 400 for a format that is not accepted; 422, with a detail for each column, when columns are missing
 */
export async function inspectFile(
  datasets: readonly DatasetDefinition[],
  path: string,
  question: FileQuestion,
): Promise<InspectedFile> {
  const { choices } = question;
  const asked = question.fileType === undefined ? undefined : datasetOfType(datasets, question.fileType);
  if (question.fileType !== undefined && !asked) throw unknownFileType(datasets, question.fileType);
  const source = await openTable(path, headerScore(asked ? [asked] : datasets));
  const samples = await firstRows(source);
  const request = {
    header: source.header,
    samples,
    explicit: choices.mapping,
    acceptSuggestions: choices.accept_suggestions,
  };
  const dataset =
    asked ??
    guessDataset(datasets, request, question.fileName) ??
    nearestDataset(datasets, request, question.fileName);
  if (!dataset) throw unknownKind(datasets, source.header);
  const mapping = mapColumns(dataset, request);
  if (mapping.invalid.length > 0) {
    throw invalid(
      'mapping_not_valid',
      'The mapping cannot be followed. Correct it and upload the file again.',
      {
        details: mapping.invalid,
      },
    );
  }
  if (mapping.missing.length > 0) throw missingColumns(dataset, mapping);
  return { dataset, source, mapping, samples };
}

/** Decides how the columns of an inspected file are written; after it the rows can be read. */
export async function prepareFile(
  file: InspectedFile,
  choices: UploadChoices,
  usualOrder: DateOrder,
): Promise<ReadyFile> {
  const forcedOrder = choices.date_order ?? undefined;
  const { dataset, source, mapping, samples } = file;
  const columns = await planColumns(dataset, mapping.columns, source, { usualOrder, forcedOrder });
  return { dataset, source, columns, unused: mapping.unused, samples };
}

async function firstRows(source: RowSource): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  for await (const batch of source.batches()) {
    rows.push(...batch.slice(0, SAMPLE_ROWS - rows.length).map((row) => row.cells));
    if (rows.length >= SAMPLE_ROWS) break;
  }
  return rows;
}

/** 400 when the bytes are nothing Granary reads, 422 when they are but say nothing usable. */
export function refusalOf(error: UnreadableFile): AppError {
  const details = [{ field: 'file', message: error.hint }];
  const { failure } = ingestErrors[error.code];
  const isFormat = failure === 'unsupported';
  return new AppError(failure, error.code, error.message, {
    details: isFormat ? [{ ...details[0]!, accepted_formats: ['CSV', 'XLSX'] }] : details,
    cause: error,
  });
}

function unknownFileType(datasets: readonly DatasetDefinition[], fileType: string): AppError {
  const known = datasets.map(({ kind }) => kind).join(', ');
  return invalid('file_type_unknown', `There is no file type "${fileType}". There are: ${known}.`, {
    details: [{ field: 'file_type', message: `use one of: ${known}` }],
  });
}

function unknownKind(datasets: readonly DatasetDefinition[], header: readonly string[]): AppError {
  const known = datasets.map(({ kind }) => kind).join(', ');
  return invalid(
    'file_type_unclear',
    'The columns do not tell what the file is about. Say it with file_type, and map the columns if needed.',
    {
      details: [
        { field: 'file_type', message: `use one of: ${known}` },
        { field: 'file', message: `its columns are: ${header.join(', ')}` },
      ],
    },
  );
}

function missingColumns(dataset: DatasetDefinition, mapping: ColumnMapping): AppError {
  const names = mapping.missing.map(({ column }) => column).join(', ');
  const details = mapping.missing.map(({ column, description, suggestions }) => {
    const sources = suggestions.map(({ source }) => `"${source}"`).join(' or ');
    const way = sources
      ? `Map ${sources} to it, as mapping={"${suggestions[0]?.source}": "${column}"}.`
      : 'Add it to the file, or map one of its columns to it.';
    const names = suggestions.map(({ source }) => source);
    return {
      field: column,
      message: `${column} is missing: ${description} ${way}`,
      suggestions: names,
      candidates: suggestions,
      unused_columns: mapping.unused,
    };
  });
  const rest = mapping.unused.length > 0 ? ` Columns not used so far: ${mapping.unused.join(', ')}.` : '';
  return invalid('missing_columns', `A ${dataset.kind} file needs ${names}.${rest}`, { details });
}
