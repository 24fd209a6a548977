import type { Tx } from '../../platform/database/index.ts';
import type { DatasetDefinition } from '../../platform/datasets/dataset.ts';
import { isAmbiguous, type PlannedColumn } from '../columns/column-formats.ts';
import type { Cell, RowSource } from '../files/row-source.ts';
import type { Finding } from '../findings.ts';
import * as queries from '../queries.ts';
import type { StoredReport } from '../schema.ts';
import { mergeStagedRows } from './merge.ts';
import {
  advise,
  countRejected,
  describeCompleteness,
  describeMapping,
  describeSource,
  findDateRange,
  groupFindings,
  storeFindings,
} from './report.ts';
import { RowConversion } from './row-conversion.ts';
import { Staging } from './staging.ts';

/** A file that is understood and can be loaded. */
export interface ReadyFile {
  dataset: DatasetDefinition;
  source: RowSource;
  columns: PlannedColumn[];
  unused: string[];
  samples: readonly (readonly Cell[])[];
}

export interface LoadHooks {
  signal: AbortSignal;
  /** @param percent 0 to 100 */
  progress(percent: number, step: string, rowsRead: number): Promise<void>;
}

/** Rows that travel to the database together. */
const CHUNK_ROWS = 25_000;

/**
 * Loads a file in the transaction of the caller: all of its good rows or, if
 * anything stops it, none. Reading and the database work at the same time; at
 * most two chunks are in memory.
 */
export async function loadUpload(tx: Tx, uploadId: string, file: ReadyFile, hooks: LoadHooks): Promise<void> {
  const startedAt = performance.now();
  const { dataset, source, columns } = file;
  const fileColumns = columns.map(({ column }) => column);
  const staging = new Staging(tx, dataset, fileColumns);
  await staging.open();
  const conversion = new RowConversion(columns, source.header, source.description.format === 'csv');
  await stageRows(staging, conversion, file, hooks);

  await hooks.progress(60, 'checking', conversion.rowsTotal);
  await staging.addFindings(columns.filter(isAmbiguous).map(ambiguity));
  await staging.check();
  await hooks.progress(70, 'saving', conversion.rowsTotal);
  const merged = await mergeStagedRows(tx, dataset, fileColumns, uploadId);
  hooks.signal.throwIfAborted();

  await hooks.progress(95, 'reporting', conversion.rowsTotal);
  const rejected = await countRejected(tx);
  const findings = await groupFindings(tx);
  const kept = await storeFindings(tx, uploadId);
  const repeated = await queries.findRepeated(tx, uploadId);
  const isUnchanged = merged.inserted + merged.changed === 0;
  const described = {
    completeness: describeCompleteness(columns, conversion.counts),
    unused_columns: file.unused,
    findings,
  };
  const report: StoredReport = {
    mapping: describeMapping(dataset, columns, file.samples),
    source: describeSource(source),
    ...described,
    findings_total: kept.total,
    findings_stored: kept.stored,
    duplicates: findings.find(({ code }) => code === 'duplicate_key')?.count ?? 0,
    date_range: await findDateRange(tx, dataset),
    advice: advise(described, conversion.rowsTotal),
    message: messageOf(repeated, isUnchanged, merged.same),
    repeats_upload_id: repeated?.upload_id ?? null,
    seconds: Math.round(performance.now() - startedAt) / 1000,
  };
  const total = conversion.rowsTotal;
  await queries.completeUpload(tx, uploadId, {
    total,
    accepted: total - rejected,
    rejected,
    ...merged,
    report,
  });
}

async function stageRows(
  staging: Staging,
  conversion: RowConversion,
  { source }: ReadyFile,
  hooks: LoadHooks,
): Promise<void> {
  let sending: Promise<void> = Promise.resolve();
  const send = () => {
    const { lines, findings } = conversion.take();
    sending = staging.addLines(lines).then(() => staging.addFindings(findings));
    // The failure is seen at the next await; without a handler Node would end the process before it.
    sending.catch(() => {});
  };
  for await (const batch of source.batches()) {
    conversion.add(batch);
    if (conversion.pendingRows < CHUNK_ROWS) continue;
    await sending;
    send();
    await hooks.progress(source.progress() * 60, 'reading', conversion.rowsTotal);
  }
  await sending;
  send();
  await sending;
}

function ambiguity({ column, format, readAs }: PlannedColumn): Finding {
  const isDate = format.date !== undefined;
  return {
    rowNumber: null,
    column: column.name,
    code: isDate ? 'ambiguous_dates' : 'ambiguous_numbers',
    severity: 'warning',
    message: `${column.name} was read ${readAs}.`,
    hint: isDate
      ? 'If that is wrong, upload the file again with date_order set to day-first or month-first.'
      : 'If that is wrong, write the numbers without thousands separators and upload the file again.',
    value: format.date?.example ?? format.number?.example ?? null,
  };
}

function messageOf(
  repeated: { upload_id: string; uploaded_at: string } | undefined,
  isUnchanged: boolean,
  same: number,
): string | null {
  const nothing = isUnchanged && same > 0 ? 'Every accepted row was there already; nothing changed.' : null;
  if (!repeated) return nothing;
  return [`The same file was loaded on ${repeated.uploaded_at}.`, nothing].filter(Boolean).join(' ');
}
