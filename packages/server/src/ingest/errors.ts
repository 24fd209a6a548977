import { declareErrors, type FailuresOf } from '../platform/http/error-catalogue.ts';

export const ingestErrors = declareErrors({
  form_damaged: {
    failure: 'unparseable',
    when: 'The multipart form stops before its end, or names no boundary.',
    remedy: 'Send the form again, as multipart/form-data.',
  },
  unsupported_format: {
    failure: 'unsupported',
    when: 'The file is neither CSV nor XLSX; the message says what it looks like.',
    remedy: 'Export the table as CSV or XLSX.',
  },
  damaged_file: {
    failure: 'unsupported',
    when: 'The workbook or archive cannot be taken apart.',
    remedy: 'Open it in a spreadsheet program, save it again and upload that.',
  },
  compressed_too_far: {
    failure: 'unsupported',
    when: 'The workbook would unpack to far more than an honest one.',
    remedy: 'Save the table as CSV, or split the workbook.',
  },
  upload_not_found: {
    failure: 'missing',
    when: 'There is no upload with this id.',
    remedy: 'List the uploads for the right id.',
  },
  file_not_kept: {
    failure: 'missing',
    when: 'The file of this upload was refused and not kept.',
    remedy: 'Upload the file again.',
  },
  report_not_ready: {
    failure: 'conflict',
    when: 'The upload is still being read, so there is no report yet.',
    remedy: 'Follow its status and ask again when it is completed.',
  },
  cancelled: {
    failure: 'conflict',
    when: 'The upload was cancelled before its rows were loaded.',
    remedy: 'Upload the file again.',
  },
  file_too_large: {
    failure: 'tooLarge',
    when: 'The file is larger than `details[0].max_bytes`.',
    remedy: 'Split it by period, or ask for a higher limit.',
  },
  load_failed: {
    failure: 'unexpected',
    when: 'The load of a file stopped on an unexpected error, and nothing of it was stored; the upload carries this code.',
    remedy: 'Upload the file again; the log has the detail.',
  },
  file_missing: {
    failure: 'invalid',
    when: 'The form has no part named "file".',
    remedy: 'Send the file in a part named "file".',
  },
  one_file_only: {
    failure: 'invalid',
    when: 'The form holds more than one file.',
    remedy: 'Send one file in a request.',
  },
  empty_file: {
    failure: 'invalid',
    when: 'The file has no rows.',
    remedy: 'Export it again with its header row.',
  },
  unclosed_quote: {
    failure: 'invalid',
    when: 'A quotation mark is opened in the file and never closed; the message names the row.',
    remedy: 'Close the quotation mark, or export the file again.',
  },
  too_wide: {
    failure: 'invalid',
    when: 'The table has more columns than are read.',
    remedy: 'Remove the columns that Granary does not need.',
  },
  file_type_unknown: {
    failure: 'invalid',
    when: '`file_type` names no dataset; `details` lists them.',
    remedy: 'Use one of the names listed, or leave it out.',
  },
  file_type_unclear: {
    failure: 'invalid',
    when: 'The columns do not tell what the file is about.',
    remedy: 'Say it with `file_type`, and map the columns if needed.',
  },
  mapping_not_valid: {
    failure: 'invalid',
    when: '`mapping` names a column that the file or the dataset does not have.',
    remedy: 'Use the names that `details` lists.',
  },
  missing_columns: {
    failure: 'invalid',
    when: 'The file lacks columns that the dataset needs; `details` suggests which of its columns they may be.',
    remedy: 'Map the suggested columns with `mapping`, or add them to the file.',
  },
});

declare module '../platform/http/error-catalogue.ts' {
  interface ErrorCatalogue extends FailuresOf<typeof ingestErrors> {}
}

/** What POST /upload can answer with besides its report. */
export const uploadRefusals = [
  'form_damaged',
  'unsupported_format',
  'damaged_file',
  'compressed_too_far',
  'cancelled',
  'file_too_large',
  'file_missing',
  'one_file_only',
  'empty_file',
  'unclosed_quote',
  'too_wide',
  'file_type_unknown',
  'file_type_unclear',
  'mapping_not_valid',
  'missing_columns',
] as const satisfies readonly (keyof typeof ingestErrors)[];

/** What can be wrong with a file as a whole. */
export type FileFault =
  | 'unsupported_format'
  | 'damaged_file'
  | 'compressed_too_far'
  | 'empty_file'
  | 'unclosed_quote'
  | 'too_wide';

export type IngestCode = keyof typeof ingestErrors;

/** An upload keeps the code it was refused with as text. */
export function isIngestCode(code: string): code is IngestCode {
  return Object.hasOwn(ingestErrors, code);
}
