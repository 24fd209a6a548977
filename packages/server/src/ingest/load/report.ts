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

/** Findings by code and column, the most frequent first, with counts over all rows. */
export async function groupFindings(tx: Tx): Promise<GroupedFinding[]> {
  const found = await sql<GroupedFinding>`
    with groups as (
      select code, severity, column_name, count(distinct row_no) as rows, count(*) as findings,
        (array_agg(message order by row_no))[1] as message, (array_agg(hint order by row_no))[1] as hint,
        (array_agg(distinct row_no) filter (where row_no is not null))[1:5] as sample_rows
      from staged_findings group by code, severity, column_name
    ), frequent as (
      select code, severity, column_name, value, count(*) as rows,
        row_number() over (partition by code, severity, column_name order by count(*) desc, value) as place
      from staged_findings where value is not null group by code, severity, column_name, value
    )
    select g.code, g.severity, g.column_name as column, g.rows::float8 as rows, g.message, g.hint,
      coalesce(to_jsonb(g.sample_rows), '[]') as sample_rows,
      coalesce((
        select jsonb_agg(jsonb_build_object('value', f.value, 'rows', f.rows) order by f.place)
        from frequent f
        where f.code = g.code and f.severity = g.severity
          and f.column_name is not distinct from g.column_name and f.place <= 5), '[]') as "values"
    from groups g order by g.severity, g.rows desc, g.code, g.column_name`.execute(tx);
  return found.rows;
}

/** Copies the findings, in the order of the file, to where they stay. */
export async function storeFindings(tx: Tx, uploadId: string): Promise<{ total: number; stored: number }> {
  const stored = await sql`
    insert into ingest.findings (org_id, upload_id, finding_no, row_no, column_name, code, severity, message, hint, value)
    select ${tx.orgId}::uuid, ${uploadId}::uuid, row_number() over (order by row_no nulls first, column_name, code),
      row_no, column_name, code, severity, message, hint, value
    from staged_findings order by row_no nulls first, column_name, code limit ${MAX_STORED_FINDINGS}`.execute(
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

export function describeColumns(
  columns: readonly PlannedColumn[],
  counts: readonly ColumnCounts[],
  samples: readonly (readonly Cell[])[],
): StoredReport['columns'] {
  return columns.map(({ column, match, readAs }, index) => {
    const { filled = 0, blank = 0, invalid = 0 } = counts[index] ?? {};
    const cells = filled + blank;
    return {
      column: column.name,
      source: match.source,
      confidence: match.confidence,
      reason: match.reason,
      read_as: readAs,
      samples: sampleValues(samples, match.sourceIndex).slice(0, 3),
      filled,
      blank,
      invalid,
      completeness_pct: cells === 0 ? 0 : Math.round((filled / cells) * 10_000) / 100,
    };
  });
}

/** What to do next, the most rows first. */
export function advise(
  report: Pick<StoredReport, 'findings' | 'columns' | 'unused_columns'>,
  rowsTotal: number,
): string[] {
  const advice = report.findings.map(({ rows, column, message, hint, values, severity, code }) => {
    const what =
      values.length > 1
        ? `${code.replaceAll('_', ' ')} (${values.map(({ value }) => value).join(', ')})`
        : message;
    const kept = severity === 'error' ? 'kept out' : 'loaded with a warning';
    const rowWord = rows === 1 ? '1 row was' : `${rows} rows were`;
    return rows === 0
      ? `${message} ${hint ?? ''}`.trim()
      : `${rowWord} ${kept}: ${column ? `${column}: ` : ''}${what} ${hint ?? ''}`.trim();
  });
  for (const column of report.columns) {
    if (column.blank > 0 && column.invalid < column.blank && column.completeness_pct < 90) {
      advice.push(
        `${column.column} is filled in ${column.completeness_pct} % of the rows; fill it where you can.`,
      );
    }
  }
  if (report.unused_columns.length > 0) {
    advice.push(`Not read: ${report.unused_columns.join(', ')}. Map a column to read it.`);
  }
  if (rowsTotal === 0) advice.push('The file has a header and no rows. Check the export.');
  if (advice.length === 0) advice.push('Nothing to mend: every row was understood.');
  return advice;
}
