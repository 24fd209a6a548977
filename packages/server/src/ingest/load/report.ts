import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import type { DatasetDefinition } from '../../platform/datasets/dataset.ts';
import type { PlannedColumn } from '../columns/column-formats.ts';
import { sampleValues } from '../columns/column-mapping.ts';
import type { Cell, RowSource } from '../files/row-source.ts';
import type { StoredReport } from '../schema.ts';
import type { ColumnCounts } from './row-conversion.ts';

/** Findings kept row by row; beyond it only their counts are. */
export const MAX_STORED_FINDINGS = 100_000;

type GroupedFinding = StoredReport['findings'][number];

/** Findings by cause, those that keep rows out first, then the most frequent; counts are over all rows. */
export async function groupFindings(tx: Tx): Promise<GroupedFinding[]> {
  const found = await sql<GroupedFinding>`
    with numbered as (
      select f.*, row_number() over (partition by code, severity, column_name order by row_no nulls first) as place
      from staged_findings f
    ), groups as (
      select code, severity, column_name, count(*) as count,
        jsonb_agg(jsonb_build_object('row', row_no, 'column', column_name, 'code', code, 'severity', severity,
          'message', message, 'hint', hint, 'value', value) order by place) filter (where place <= 5) as examples
      from numbered group by code, severity, column_name
    ), frequent as (
      select code, severity, column_name, value, count(*) as rows,
        row_number() over (partition by code, severity, column_name order by count(*) desc, value) as place
      from staged_findings where value is not null group by code, severity, column_name, value
    )
    select g.code, g.severity, g.column_name as column, g.count::float8 as count,
      g.examples #>> '{0,message}' as message, g.examples #>> '{0,hint}' as hint, g.examples,
      coalesce((
        select jsonb_agg(jsonb_build_object('value', f.value, 'rows', f.rows) order by f.place)
        from frequent f
        where f.code = g.code and f.severity = g.severity
          and f.column_name is not distinct from g.column_name and f.place <= 5), '[]') as "values"
    from groups g order by g.severity, g.count desc, g.code, g.column_name`.execute(tx);
  return found.rows;
}

/** Copies the findings, in the order of the file, to where they stay. */
export async function storeFindings(tx: Tx, uploadId: string): Promise<{ total: number; stored: number }> {
  const stored = await sql`
    insert into ingest.findings (org_id, upload_id, finding_no, row_no, column_name, code, severity, message, hint, value)
    select ${tx.orgId}::uuid, ${uploadId}::uuid, row_number() over (order by row_no nulls first, column_name nulls first, code),
      row_no, column_name, code, severity, message, hint, value
    from staged_findings order by row_no nulls first, column_name nulls first, code limit ${MAX_STORED_FINDINGS}`.execute(
    tx,
  );
  const counted = await sql<{ total: number }>`select count(*)::float8 as total from staged_findings`.execute(
    tx,
  );
  return { total: counted.rows[0]?.total ?? 0, stored: Number(stored.numAffectedRows ?? 0n) };
}

export async function countRejected(tx: Tx): Promise<number> {
  const counted = await sql<{ rows: number }>`
    select count(distinct row_no)::float8 as rows from staged_findings where severity = 'error'`.execute(tx);
  return counted.rows[0]?.rows ?? 0;
}

/** First and last day of the accepted rows, in the dataset's first date column. */
export async function findDateRange(tx: Tx, dataset: DatasetDefinition): Promise<StoredReport['date_range']> {
  const column = dataset.columns.find(({ type, required }) => type === 'date' && required)?.name;
  if (column === undefined) return null;
  const found = await sql<{ from: string | null; to: string | null }>`
    select min(${sql.ref(column)})::text as from, max(${sql.ref(column)})::text as to from staged_rows`.execute(
    tx,
  );
  const { from = null, to = null } = found.rows[0] ?? {};
  return from === null || to === null ? null : { column, from, to };
}

export function describeSource(source: RowSource): StoredReport['source'] {
  const { description } = source;
  return {
    format: description.format,
    header_row: description.headerRow,
    encoding: description.encoding ?? null,
    delimiter: description.delimiter ?? null,
    sheet: description.sheet ?? null,
    other_sheets: description.otherSheets ?? [],
  };
}

/** How each column of the dataset was read; those the file lacks too. */
export function describeMapping(
  dataset: DatasetDefinition,
  columns: readonly PlannedColumn[],
  samples: readonly (readonly Cell[])[],
): StoredReport['mapping'] {
  return dataset.columns.map(({ name, required }) => {
    const planned = columns.find(({ column }) => column.name === name);
    if (!planned)
      return {
        column: name,
        required,
        source: null,
        confidence: null,
        reason: null,
        read_as: null,
        samples: [],
      };
    const { match, readAs } = planned;
    return {
      column: name,
      required,
      source: match.source,
      confidence: match.confidence,
      reason: match.reason,
      read_as: readAs,
      samples: sampleValues(samples, match.sourceIndex).slice(0, 3),
    };
  });
}

export function describeCompleteness(
  columns: readonly PlannedColumn[],
  counts: readonly ColumnCounts[],
): StoredReport['completeness'] {
  return columns.map(({ column }, index) => {
    const { filled = 0, blank = 0, invalid = 0 } = counts[index] ?? {};
    const cells = filled + blank;
    const share = cells === 0 ? 0 : Math.round((filled / cells) * 10_000) / 100;
    return { column: column.name, filled_pct: share, missing: blank, invalid };
  });
}

/** What to do next, the most rows first. */
export function advise(
  report: Pick<StoredReport, 'findings' | 'completeness' | 'unused_columns'>,
  rowsTotal: number,
): string[] {
  const advice = report.findings.map((finding) => {
    const { count, column, message, hint, values, severity, code } = finding;
    if (finding.examples[0]?.row === null) return `${message} ${hint ?? ''}`.trim();
    const shownValues = values.map(({ value }) => value).join(', ');
    const what = values.length > 1 ? `${code.replaceAll('_', ' ')} (${shownValues}).` : message;
    const fate = severity === 'error' ? 'kept out' : 'loaded with a warning';
    const rows = count === 1 ? '1 row was' : `${count} rows were`;
    return `${rows} ${fate}: ${column && values.length > 1 ? `${column}: ` : ''}${what} ${hint ?? ''}`.trim();
  });
  const named = new Set(
    report.findings.filter(({ code }) => code === 'missing_value').map(({ column }) => column),
  );
  for (const { column, filled_pct } of report.completeness) {
    if (rowsTotal > 0 && filled_pct < 90 && !named.has(column)) {
      advice.push(`${column} is filled in ${filled_pct} % of the rows; fill it where you can.`);
    }
  }
  if (report.unused_columns.length > 0) {
    advice.push(`Not read: ${report.unused_columns.join(', ')}. Map a column to read it.`);
  }
  if (rowsTotal === 0) advice.push('The file has a header and no rows. Check the export.');
  if (advice.length === 0) advice.push('Nothing to mend: every row was understood.');
  return advice;
}
