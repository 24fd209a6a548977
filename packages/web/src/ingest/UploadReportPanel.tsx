import { ActionIcon } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ApiError, apiAddress } from '../app/api.ts';
import { useFormats } from '../ui/FormatProvider.tsx';
import { Icon } from '../ui/Icon.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import { kindLabel } from './file-kinds.ts';
import classes from './Import.module.css';
import { uploadReportQuery } from './queries.ts';
import { ColumnsRead, Findings } from './ReportTables.tsx';
import type { UploadReport } from './types.ts';

/** How one file was read: its columns, its gaps, its bad rows by cause, and what to do next. */
export function UploadReportPanel({ uploadId, onClose }: { uploadId: string; onClose: () => void }) {
  const query = useQuery(uploadReportQuery(uploadId));
  const report = query.data;
  const notFinished = query.error instanceof ApiError && query.error.status === 409;
  return (
    <aside className={classes.panel} aria-label="Report of the file">
      <div className={classes.panelHead}>
        <h2>
          {report?.file_name ?? 'Report'}
          <div className="muted small" style={{ fontWeight: 400 }}>
            {report === undefined ? '' : kindLabel(report.file_type)}
          </div>
        </h2>
        <ActionIcon aria-label="Close the report" onClick={onClose}>
          <Icon name="close" />
        </ActionIcon>
      </div>
      {report !== undefined ? (
        <Report report={report} />
      ) : query.isPending ? (
        <SkeletonRows count={8} />
      ) : notFinished ? (
        <EmptyState title="No report yet">
          <p>{query.error.message}</p>
        </EmptyState>
      ) : (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      )}
    </aside>
  );
}

function Report({ report }: { report: UploadReport }) {
  const formats = useFormats();
  return (
    <>
      <dl className={classes.counts}>
        <Count term="Rows" value={report.rows_total} />
        <Count term="Taken" value={report.rows_processed} />
        <Count term="Left out" value={report.rows_rejected} bad />
        <Count term="New" value={report.rows_new} />
        <Count term="Changed" value={report.rows_changed} />
        <Count term="Same" value={report.rows_unchanged} />
      </dl>
      <p className="muted small" style={{ marginTop: 8 }}>
        {report.date_range === null ? null : (
          <>
            {formats.dayWithYear(report.date_range.from)} to {formats.dayWithYear(report.date_range.to)} ·{' '}
          </>
        )}
        {formats.quantity(report.duplicates)} repeated rows ·{' '}
        <a href={apiAddress(`/upload/${report.upload_id}/file`)}>the file as it came</a>
      </p>
      {report.advice.length === 0 ? null : (
        <section className={classes.section}>
          <h2>What to do next</h2>
          <ul style={{ paddingLeft: 18, fontSize: 13 }}>
            {report.advice.map((advice) => (
              <li key={advice}>{advice}</li>
            ))}
          </ul>
        </section>
      )}
      <Findings report={report} />
      <ColumnsRead report={report} />
    </>
  );
}

function Count({ term, value, bad = false }: { term: string; value: number; bad?: boolean }) {
  const formats = useFormats();
  return (
    <div>
      <dt>{term}</dt>
      <dd className={bad && value > 0 ? 'loss' : undefined}>{formats.quantity(value)}</dd>
    </div>
  );
}
