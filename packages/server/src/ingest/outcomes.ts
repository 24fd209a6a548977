import { AppError, conflict } from '../platform/http/errors.ts';
import type { UploadRecord, UploadRow } from './queries.ts';
import type { UploadReply } from './schema.ts';

/** Why an upload ended without its rows, as stored with it. */
export interface UploadError {
  code: string;
  message: string;
  details: AppError['details'];
}

export const cancelled: UploadError = {
  code: 'cancelled',
  message: 'The load was cancelled; nothing of the file was stored.',
  details: [],
};

export function uploadErrorOf(error: unknown): UploadError {
  if (error instanceof AppError) return { code: error.code, message: error.message, details: error.details };
  return {
    code: 'load_failed',
    message:
      'The load stopped on an unexpected error; nothing of the file was stored. Try again; the log has the detail.',
    details: [],
  };
}

/** A refusal names the upload it was recorded as. */
export function withUpload(error: AppError, uploadId: string): AppError {
  const details = error.details.map((detail) => ({ ...detail, upload_id: uploadId }));
  return new AppError(error.failure, error.code, error.message, { details, cause: error });
}

export function notReported(upload: UploadRecord): AppError {
  const why: Record<string, string> = {
    rejected: `It was rejected: ${upload.error?.message ?? ''}`,
    failed: `It failed: ${upload.error?.message ?? ''}`,
  };
  return conflict(
    'report_not_ready',
    why[upload.status] ?? 'The upload is still being loaded. Look again in a moment.',
    {
      details: [{ message: `the upload is ${upload.status}`, status: upload.status }],
    },
  );
}

/** An upload as its readers see it. */
export function replyOf({ report, ...upload }: UploadRow, findings?: UploadReply['warnings']): UploadReply {
  const byCause = (report?.findings ?? []).flatMap(({ examples }) => examples.slice(0, 1));
  return {
    ...upload,
    warnings: findings ?? byCause,
    message: upload.error?.message ?? report?.message ?? null,
    repeats_upload_id: report?.repeats_upload_id ?? null,
  };
}
