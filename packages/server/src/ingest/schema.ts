import { z } from 'zod';
import { listOf, pageQuery, sortParameter } from '../platform/http/paging.ts';

export const uploadStatus = z.enum(['received', 'processing', 'completed', 'rejected', 'failed']);
export type UploadStatus = z.output<typeof uploadStatus>;

/** The text fields of the multipart form, beside the file. */
export const uploadFields = z.strictObject({
  file_type: z.string().max(50).optional(),
  mapping: z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({
          code: 'custom',
          message: 'is not JSON; send {"column of the file": "column of Granary"}',
        });
        return z.NEVER;
      }
    })
    .pipe(z.record(z.string().max(300), z.string().max(100)))
    .optional(),
  background: z.enum(['true', 'false']).optional(),
  accept_suggestions: z.enum(['true', 'false']).optional(),
  date_order: z.enum(['day-first', 'month-first']).optional(),
});
export type UploadFields = z.output<typeof uploadFields>;

export const uploadParams = z.strictObject({ upload_id: z.uuid() });

const errorShape = z.object({
  code: z.string(),
  message: z.string(),
  details: z.array(z.looseObject({ field: z.string().optional(), message: z.string() })),
});

const counts = {
  rows_total: z.number().int().describe('Rows below the header that are not blank.'),
  rows_processed: z.number().int().describe('Rows that were loaded or were there already.'),
  rows_rejected: z.number().int().describe('Rows kept out, each with at least one finding.'),
  rows_new: z.number().int(),
  rows_changed: z.number().int(),
  rows_unchanged: z.number().int(),
};

export const findingShape = z
  .object({
    row: z.number().int().nullable().describe('As a spreadsheet numbers it; null for the file as a whole.'),
    column: z.string().nullable(),
    code: z.string(),
    severity: z.enum(['error', 'warning']).describe('error: the row was kept out; warning: it was loaded.'),
    message: z.string(),
    hint: z.string().nullable(),
    value: z.string().nullable(),
  })
  .meta({ title: 'Finding' });
export type FindingRow = z.output<typeof findingShape>;

export const acceptedReply = z
  .object({ upload_id: z.uuid(), status: uploadStatus, run_id: z.uuid(), status_url: z.string() })
  .meta({ title: 'UploadAccepted' });

export const statusReply = z
  .object({
    upload_id: z.uuid(),
    status: uploadStatus,
    progress_pct: z.number().min(0).max(100),
    step: z.string().nullable(),
    run_id: z.uuid().nullable(),
    rows_read: z.number().int().describe('Rows read so far.'),
    ...counts,
    error: errorShape.nullable(),
  })
  .meta({ title: 'UploadStatus' });

export const uploadReply = z
  .object({
    upload_id: z.uuid(),
    uploaded_at: z.string(),
    uploaded_by: z.uuid().nullable(),
    uploaded_by_name: z.string().nullable(),
    file_name: z.string(),
    file_type: z.string(),
    file_format: z.enum(['csv', 'xlsx']).nullable(),
    status: uploadStatus,
    size_bytes: z.number().int(),
    checksum: z.string().nullable().describe('SHA-256 of the file.'),
    ...counts,
    warnings: z
      .array(findingShape)
      .describe(
        'After an upload its first 100 findings; in the list one for each cause, with its first row.',
      ),
    message: z
      .string()
      .nullable()
      .describe('What else there is to know: nothing changed, or why it was refused.'),
    repeats_upload_id: z.uuid().nullable().describe('An earlier upload of the same bytes and kind.'),
    error: errorShape.nullable(),
    completed_at: z.string().nullable(),
  })
  .meta({ title: 'Upload' });
export type UploadReply = z.output<typeof uploadReply>;
export const uploadList = listOf(uploadReply);
export const uploadQuery = z.strictObject({
  limit: pageQuery.limit,
  cursor: pageQuery.cursor,
  status: uploadStatus.optional(),
  file_type: z.string().max(50).optional(),
  sort: sortParameter(['uploaded_at', 'file_name', 'file_type', 'status', 'size_bytes'], '-uploaded_at'),
});
export type UploadQuery = z.output<typeof uploadQuery>;

const columnReading = z.object({
  column: z.string(),
  required: z.boolean(),
  source: z.string().nullable().describe('Name of the column in the file; null when the file has none.'),
  confidence: z.number().nullable().describe('0 to 100.'),
  reason: z.enum(['caller', 'name', 'synonym', 'similar', 'hint']).nullable(),
  read_as: z.string().nullable(),
  samples: z.array(z.string()),
});

const completeness = z.object({
  column: z.string(),
  filled_pct: z.number(),
  missing: z.number().int().describe('Empty cells.'),
  invalid: z.number().int().describe('Cells that could not be used.'),
});

const findingGroup = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  column: z.string().nullable(),
  count: z.number().int(),
  message: z.string(),
  hint: z.string().nullable(),
  examples: z.array(findingShape).describe('The first five.'),
  values: z
    .array(z.object({ value: z.string(), rows: z.number().int() }))
    .describe('The five most frequent.'),
});

/** What a load found, as kept with the upload. */
export const storedReport = z.object({
  source: z.object({
    format: z.enum(['csv', 'xlsx']),
    header_row: z.number().int(),
    encoding: z.string().nullable(),
    delimiter: z.string().nullable(),
    sheet: z.string().nullable(),
    other_sheets: z.array(z.string()),
  }),
  mapping: z.array(columnReading),
  unused_columns: z.array(z.string()),
  completeness: z.array(completeness),
  findings: z.array(findingGroup),
  findings_total: z.number().int(),
  findings_stored: z.number().int(),
  duplicates: z.number().int(),
  date_range: z.object({ column: z.string(), from: z.string(), to: z.string() }).nullable(),
  advice: z.array(z.string()),
  message: z.string().nullable(),
  repeats_upload_id: z.uuid().nullable(),
  seconds: z.number(),
});
export type StoredReport = z.output<typeof storedReport>;

export const reportReply = z
  .object({
    upload_id: z.uuid(),
    status: uploadStatus,
    file_name: z.string(),
    file_type: z.string(),
    ...counts,
    ...storedReport.shape,
    sample_rows: z.array(findingShape).describe('The first findings in the order of the file.'),
  })
  .meta({ title: 'DataHealthReport' });

export const datasetReply = z.object({
  data: z.array(
    z.object({
      file_type: z.string(),
      title: z.string(),
      description: z.string(),
      columns: z.array(
        z.object({
          name: z.string(),
          type: z.enum(['text', 'date', 'integer', 'quantity', 'money']),
          required: z.boolean(),
          description: z.string(),
          example: z.string(),
        }),
      ),
    }),
  ),
});
