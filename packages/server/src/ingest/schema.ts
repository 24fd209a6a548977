import { z } from 'zod';
import { listOf, pageQuery } from '../platform/http/paging.ts';

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

export const warningShape = z.object({
  code: z.string(),
  severity: z
    .enum(['error', 'warning'])
    .describe('error: the rows were kept out; warning: they were loaded.'),
  column: z.string().nullable(),
  rows: z.number().int(),
  message: z.string(),
  hint: z.string().nullable(),
});

export const uploadReply = z
  .object({
    upload_id: z.uuid(),
    status: uploadStatus,
    file_name: z.string(),
    file_type: z.string(),
    ...counts,
    warnings: z.array(warningShape),
    note: z.string().nullable().describe('What else the reader should know, such as that nothing changed.'),
    repeats_upload_id: z.uuid().nullable().describe('An earlier upload of the same bytes and kind.'),
  })
  .meta({ title: 'UploadResult' });
export type UploadReply = z.output<typeof uploadReply>;

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
    ...counts,
    error: errorShape.nullable(),
  })
  .meta({ title: 'UploadStatus' });

export const uploadRow = z
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
    checksum: z.string().nullable(),
    ...counts,
    error: errorShape.nullable(),
    completed_at: z.string().nullable(),
  })
  .meta({ title: 'Upload' });
export type UploadRow = z.output<typeof uploadRow>;
export const uploadList = listOf(uploadRow);
export const uploadQuery = z.strictObject({
  limit: pageQuery.limit,
  cursor: pageQuery.cursor,
  status: uploadStatus.optional(),
  file_type: z.string().max(50).optional(),
});

const reportColumn = z.object({
  column: z.string(),
  source: z.string().describe('Name of the column in the file.'),
  confidence: z.number(),
  reason: z.enum(['caller', 'name', 'synonym', 'similar', 'hint']),
  read_as: z.string(),
  samples: z.array(z.string()),
  filled: z.number().int(),
  blank: z.number().int(),
  invalid: z.number().int(),
  completeness_pct: z.number(),
});

export const reportFinding = z.object({
  ...warningShape.shape,
  sample_rows: z
    .array(z.number().int())
    .describe('First rows with this finding, as a spreadsheet numbers them.'),
  values: z.array(z.object({ value: z.string(), rows: z.number().int() })).describe('Most frequent values.'),
});

/** What a load found, as kept with the upload. */
export const storedReport = z.object({
  dataset: z.string(),
  title: z.string(),
  source: z.object({
    format: z.enum(['csv', 'xlsx']),
    header_row: z.number().int(),
    encoding: z.string().nullable(),
    delimiter: z.string().nullable(),
    sheet: z.string().nullable(),
    other_sheets: z.array(z.string()),
  }),
  columns: z.array(reportColumn),
  unused_columns: z.array(z.string()),
  findings: z.array(reportFinding),
  findings_total: z.number().int(),
  findings_stored: z.number().int(),
  duplicates: z.number().int(),
  date_range: z.object({ column: z.string(), from: z.string(), to: z.string() }).nullable(),
  advice: z.array(z.string()),
  note: z.string().nullable(),
  repeats_upload_id: z.uuid().nullable(),
  seconds: z.number(),
});
export type StoredReport = z.output<typeof storedReport>;

export const findingRow = z.object({
  row: z.number().int().nullable(),
  column: z.string().nullable(),
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  hint: z.string().nullable(),
  value: z.string().nullable(),
});
export type FindingRow = z.output<typeof findingRow>;

export const reportReply = z
  .object({
    upload_id: z.uuid(),
    status: uploadStatus,
    file_name: z.string(),
    ...counts,
    ...storedReport.shape,
    sample_rows: z.array(findingRow).describe('The first findings, row by row.'),
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
