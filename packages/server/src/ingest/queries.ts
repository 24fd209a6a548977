import { sql } from 'kysely';
import type { Tx } from '../platform/database/index.ts';
import { type Page, pageOf, sortedKeyset } from '../platform/http/paging.ts';
import type { DateOrder } from './columns/date-format.ts';
import type { FindingRow, StoredReport, UploadQuery, UploadReply, UploadStatus } from './schema.ts';

/** An upload as stored; what a reader is told beyond it comes from its report. */
export type UploadRow = Omit<UploadReply, 'warnings' | 'message' | 'repeats_upload_id'> & {
  report: StoredReport | null;
};

/** What a load needs to know again when it is repeated; kept in `mapping`. */
export interface UploadChoices {
  mapping: Record<string, string>;
  accept_suggestions: boolean;
  date_order: DateOrder | null;
}

export interface UploadRecord extends UploadRow {
  storage_key: string | null;
  run_id: string | null;
  choices: UploadChoices | null;
}

const columns = sql`
  u.upload_id, to_json(u.uploaded_at) #>> '{}' as uploaded_at, u.uploaded_by,
  (select p.name from identity.users p where p.org_id = u.org_id and p.user_id = u.uploaded_by) as uploaded_by_name,
  u.file_name, u.file_type, u.file_format, u.status, u.size_bytes::float8 as size_bytes, u.checksum,
  u.rows_total::float8 as rows_total, u.rows_accepted::float8 as rows_processed,
  u.rows_rejected::float8 as rows_rejected, u.rows_new::float8 as rows_new,
  u.rows_changed::float8 as rows_changed, u.rows_same::float8 as rows_unchanged,
  u.error, to_json(u.completed_at) #>> '{}' as completed_at, u.report`;

export async function insertUpload(
  tx: Tx,
  upload: {
    userId: string;
    fileName: string;
    fileType: string;
    sizeBytes: number;
    checksum: string;
    key: string | null;
  },
): Promise<string> {
  const inserted = await sql<{ upload_id: string }>`
    insert into ingest.raw_uploads (org_id, uploaded_by, file_name, file_type, size_bytes, checksum, storage_key)
    values (${tx.orgId}, ${upload.userId}, ${upload.fileName}, ${upload.fileType}, ${upload.sizeBytes},
            ${upload.checksum}, ${upload.key})
    returning upload_id`.execute(tx);
  return inserted.rows[0]?.upload_id ?? '';
}

export async function findUpload(tx: Tx, uploadId: string): Promise<UploadRecord | undefined> {
  const found = await sql<UploadRecord>`
    select ${columns}, u.storage_key, u.run_id, u.mapping as choices
    from ingest.raw_uploads u where u.upload_id = ${uploadId}`.execute(tx);
  return found.rows[0];
}

/** The newest come from an index; the others sort the uploads of one organization, which are thousands at most. */
const sortColumns = {
  uploaded_at: sql`u.uploaded_at`,
  file_name: sql`u.file_name collate "C"`,
  file_type: sql`u.file_type collate "C"`,
  status: sql`u.status collate "C"`,
  size_bytes: sql`u.size_bytes`,
};

export async function listUploads(tx: Tx, query: UploadQuery): Promise<Page<UploadRow>> {
  const order = sortedKeyset(query, sortColumns, { upload_id: sql`u.upload_id` });
  const where = sql`(${query.status ?? null}::text is null or u.status = ${query.status ?? null})
    and (${query.file_type ?? null}::text is null or u.file_type = ${query.file_type ?? null})`;
  const rows = await sql<UploadRow>`
    select ${columns} from ingest.raw_uploads u where ${where} and ${order.after}
    order by ${order.orderBy} limit ${query.limit + 1}`.execute(tx);
  const counted = await sql<{ total: number }>`
    select count(*)::float8 as total from ingest.raw_uploads u where ${where}`.execute(tx);
  return pageOf(rows.rows, query.limit, order, counted.rows[0]?.total ?? 0);
}

/** The file is understood: which kind it is and how it will be read. */
export async function acceptUpload(
  tx: Tx,
  uploadId: string,
  known: { fileType: string; format: 'csv' | 'xlsx'; choices: UploadChoices; runId: string },
): Promise<void> {
  await sql`
    update ingest.raw_uploads
    set file_type = ${known.fileType}, file_format = ${known.format}, mapping = ${JSON.stringify(known.choices)}::jsonb,
        run_id = ${known.runId}
    where upload_id = ${uploadId}`.execute(tx);
}

export async function setUploadStatus(
  tx: Tx,
  uploadId: string,
  status: UploadStatus,
  error: object | null = null,
): Promise<void> {
  await sql`
    update ingest.raw_uploads
    set status = ${status}, error = ${error === null ? null : JSON.stringify(error)}::jsonb,
        completed_at = case when ${status} in ('rejected', 'failed') then now() end
    where upload_id = ${uploadId}`.execute(tx);
}

export async function completeUpload(
  tx: Tx,
  uploadId: string,
  result: {
    total: number;
    accepted: number;
    rejected: number;
    inserted: number;
    changed: number;
    same: number;
    report: StoredReport;
  },
): Promise<void> {
  await sql`
    update ingest.raw_uploads
    set status = 'completed', error = null, completed_at = now(), report = ${JSON.stringify(result.report)}::jsonb,
        rows_total = ${result.total}, rows_accepted = ${result.accepted}, rows_rejected = ${result.rejected},
        rows_new = ${result.inserted}, rows_changed = ${result.changed}, rows_same = ${result.same}
    where upload_id = ${uploadId}`.execute(tx);
}

/** An earlier, completed upload of the same bytes and kind. */
export async function findRepeated(
  tx: Tx,
  uploadId: string,
): Promise<{ upload_id: string; uploaded_at: string } | undefined> {
  const found = await sql<{ upload_id: string; uploaded_at: string }>`
    select e.upload_id, to_char(e.uploaded_at, 'YYYY-MM-DD') as uploaded_at
    from ingest.raw_uploads u
    join ingest.raw_uploads e on e.org_id = u.org_id and e.checksum = u.checksum and e.file_type = u.file_type
      and e.status = 'completed' and e.upload_id <> u.upload_id
    where u.upload_id = ${uploadId}
    order by e.uploaded_at desc limit 1`.execute(tx);
  return found.rows[0];
}

/** Findings in the order of the file, from one row on. */
export async function listFindings(
  tx: Tx,
  uploadId: string,
  options: { afterFindingNo?: number; limit: number; errorsOnly?: boolean },
): Promise<(FindingRow & { finding_no: number })[]> {
  const found = await sql<FindingRow & { finding_no: number }>`
    select finding_no, row_no::float8 as row, column_name as column, code, severity, message, hint, value
    from ingest.findings
    where upload_id = ${uploadId} and finding_no > ${options.afterFindingNo ?? 0}
      and (not ${options.errorsOnly ?? false}::boolean or (severity = 'error' and row_no is not null))
    order by finding_no limit ${options.limit}`.execute(tx);
  return found.rows;
}

/** The order of day and month the organization is used to. */
export async function findUsualDateOrder(tx: Tx): Promise<DateOrder> {
  const found = await sql<{ locale: string }>`
    select locale from platform.organizations where org_id = ${tx.orgId}`.execute(tx);
  return /^en-(US|PH|BZ)$|-US$/.test(found.rows[0]?.locale ?? '') ? 'month-first' : 'day-first';
}

/**
 * True when this transaction may work on the upload; another one that does
 * holds the same lock until it ends, however it ends.
 */
export async function tryLockUpload(tx: Tx, uploadId: string): Promise<boolean> {
  const found = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`upload ${uploadId}`}, 0)) as locked`.execute(tx);
  return found.rows[0]?.locked ?? false;
}

export async function markProcessing(tx: Tx, uploadId: string): Promise<void> {
  await sql`
    update ingest.raw_uploads set status = 'processing'
    where upload_id = ${uploadId} and status = 'received'`.execute(tx);
}

/** The bytes of a refused file are not kept. */
export async function forgetFile(tx: Tx, uploadId: string): Promise<void> {
  await sql`update ingest.raw_uploads set storage_key = null where upload_id = ${uploadId}`.execute(tx);
}

/** Rows read so far, seen while the load's own transaction is open. */
export async function setRowsRead(tx: Tx, uploadId: string, rows: number): Promise<void> {
  await sql`
    update ingest.raw_uploads set rows_total = ${rows}
    where upload_id = ${uploadId} and status = 'processing'`.execute(tx);
}
