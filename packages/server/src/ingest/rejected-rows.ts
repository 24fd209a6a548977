import type { Database } from '../platform/database/index.ts';
import { withOrganization } from '../platform/database/index.ts';
import { csvLine } from '../platform/http/csv-reply.ts';
import type { RowSource } from './files/row-source.ts';
import { listFindings } from './queries.ts';

const PAGE = 5_000;

/**
 * The rows that were kept out, as they stand in the file, with the reasons in
 * a last column: to be mended and uploaded again. File and findings are walked
 * side by side, both in the order of rows.
 */
export async function* rejectedRows(
  database: Database,
  orgId: string,
  uploadId: string,
  source: RowSource,
): AsyncGenerator<string> {
  yield csvLine([...source.header, 'reason']);
  const reasons = reasonsByRow(database, orgId, uploadId);
  let next = await reasons.next();
  for await (const batch of source.batches()) {
    if (next.done) return;
    for (const { rowNumber, cells } of batch) {
      if (next.done || rowNumber !== next.value.row) continue;
      const values = source.header.map((_, index) => cells[index] ?? null);
      yield csvLine([...values, next.value.reason]);
      next = await reasons.next();
    }
  }
}

async function* reasonsByRow(
  database: Database,
  orgId: string,
  uploadId: string,
): AsyncGenerator<{ row: number; reason: string }> {
  let current: { row: number; reason: string } | undefined;
  let afterFindingNo = 0;
  for (;;) {
    const findings = await withOrganization(
      database,
      orgId,
      (tx) => listFindings(tx, uploadId, { afterFindingNo, limit: PAGE, errorsOnly: true }),
      { readOnly: true },
    );
    for (const { row, message } of findings) {
      if (row === null) continue;
      if (current && current.row === row) {
        current.reason += ` ${message}`;
        continue;
      }
      if (current) yield current;
      current = { row, reason: message };
    }
    const last = findings.at(-1);
    if (findings.length < PAGE || !last) break;
    afterFindingNo = last.finding_no;
  }
  if (current) yield current;
}
