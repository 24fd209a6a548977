import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sql } from 'kysely';
import { from as copyFrom } from 'pg-copy-streams';
import { copyRows, type Tx } from '../../platform/database/index.ts';
import type { DatasetColumn, DatasetDefinition, RowCheck } from '../../platform/datasets/dataset.ts';
import type { Finding } from '../findings.ts';

const SQL_TYPE = {
  text: 'text',
  date: 'date',
  integer: 'integer',
  quantity: 'numeric',
  money: 'numeric',
} as const;

/**
 * The rows of one file in a temporary table, and what is wrong with them in a
 * second one. Both vanish with the transaction: a killed process leaves
 * nothing, and temporary tables write no log.
 */
export class Staging {
  /** Columns the file has, in the order of the lines. */
  readonly columns: readonly DatasetColumn[];
  private readonly tx: Tx;
  private readonly dataset: DatasetDefinition;

  constructor(tx: Tx, dataset: DatasetDefinition, columns: readonly DatasetColumn[]) {
    this.tx = tx;
    this.dataset = dataset;
    this.columns = columns;
  }

  async open(): Promise<void> {
    const definitions = this.columns.map(({ name, type }) => `${name} ${SQL_TYPE[type]}`);
    await this.tx.client.query(`
      set local work_mem = '128MB';
      set local temp_buffers = '64MB';
      create temporary table staged_rows (row_no bigint not null, ${definitions.join(', ')}) on commit drop;
      create temporary table staged_findings (
        row_no bigint, column_name text, code text not null, severity text not null,
        message text not null, hint text, value text) on commit drop`);
  }

  async addLines(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    const names = ['row_no', ...this.columns.map(({ name }) => name)].join(', ');
    const stream = this.tx.client.copy(copyFrom(`copy staged_rows (${names}) from stdin`));
    await pipeline(Readable.from([Buffer.from(`${lines.join('\n')}\n`)]), stream);
  }

  async addFindings(findings: readonly Finding[]): Promise<void> {
    if (findings.length === 0) return;
    await copyRows(
      this.tx,
      'staged_findings (row_no, column_name, code, severity, message, hint, value)',
      findings.map((one) => [
        one.rowNumber,
        one.column,
        one.code,
        one.severity,
        one.message,
        one.hint,
        one.value,
      ]),
    );
  }

  /**
   * Runs the checks that need the whole file or the database and drops the
   * rows that failed. Warnings are about rows that are loaded, so they come last.
   */
  async check(): Promise<void> {
    await sql`analyze staged_rows`.execute(this.tx);
    await this.checkDuplicates();
    await this.checkEach('error');
    await sql`
      delete from staged_rows s using (select distinct row_no from staged_findings where severity = 'error') f
      where s.row_no = f.row_no`.execute(this.tx);
    await this.checkEach('warning');
  }

  private async checkEach(severity: RowCheck['severity']): Promise<void> {
    const names = new Set(this.columns.map(({ name }) => name));
    const checks = this.dataset.checks.filter((check) => check.severity === severity);
    for (const check of checks) {
      if (check.needs.every((name) => names.has(name))) await this.checkRows(check);
    }
  }

  /** Of rows with the same key the first is kept. */
  private async checkDuplicates(): Promise<void> {
    const key = this.dataset.naturalKey.map((name) => `s.${name}`);
    const label = this.dataset.naturalKey.join(', ');
    await sql`
      insert into staged_findings (row_no, column_name, code, severity, message, hint, value)
      select s.row_no, ${this.dataset.naturalKey[0]}, 'duplicate_key', 'error',
        format('The row has the same %s as row %s, which was kept.', ${label}::text, first.row_no),
        'Delete one of the two rows, or add them up if both are meant.',
        concat_ws(' | ', ${sql.raw(key.join(', '))})
      from staged_rows s
      join (
        select ${sql.raw(key.join(', '))}, min(s.row_no) as row_no from staged_rows s
        group by ${sql.raw(key.join(', '))} having count(*) > 1
      ) first using (${sql.raw(this.dataset.naturalKey.join(', '))})
      where s.row_no > first.row_no`.execute(this.tx);
  }

  private async checkRows(check: RowCheck): Promise<void> {
    const value = `s.${check.column}::text`;
    await sql`
      insert into staged_findings (row_no, column_name, code, severity, message, hint, value)
      select s.row_no, ${check.column}, ${check.code}, ${check.severity},
        replace(${check.message}::text, '{value}', ${sql.raw(value)}), ${check.hint}, ${sql.raw(value)}
      from staged_rows s where ${sql.raw(check.where)}`.execute(this.tx);
  }
}
