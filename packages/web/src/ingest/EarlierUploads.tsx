import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type DataColumn, DataTable } from '../ui/DataTable.tsx';
import { useFormats } from '../ui/FormatProvider.tsx';
import type { Formats } from '../ui/formats.ts';
import { kindLabel } from './file-kinds.ts';
import { isAtWork } from './queries.ts';
import type { Upload } from './types.ts';

/** What came in before, latest first; each opens its report. */
export function EarlierUploads(props: {
  uploads: readonly Upload[];
  openId: string | null;
  onOpen: (uploadId: string) => void;
}) {
  const formats = useFormats();
  const columns = useMemo(() => uploadColumns(formats), [formats]);
  return (
    <section>
      <h2>Uploads</h2>
      <DataTable
        label="Uploads, latest first"
        columns={columns}
        rows={props.uploads}
        rowId={(upload) => upload.upload_id}
        openId={props.openId}
        onOpen={(upload) => props.onOpen(upload.upload_id)}
      />
    </section>
  );
}

function uploadColumns(formats: Formats): DataColumn<Upload>[] {
  return [
    {
      id: 'file',
      heading: 'File',
      width: '32%',
      cell: (upload) => (
        <>
          <div className="clip">
            <Link className="plain" to="/import" search={{ upload: upload.upload_id }} resetScroll={false}>
              {upload.file_name}
            </Link>
          </div>
          <div className="muted small">{kindLabel(upload.file_type)}</div>
        </>
      ),
    },
    {
      id: 'state',
      heading: 'State',
      width: 130,
      cell: (upload) =>
        isAtWork(upload.status) ? (
          <span className="muted">{upload.status}…</span>
        ) : upload.status === 'completed' ? (
          upload.rows_rejected > 0 ? (
            <span className="doubt">! {formats.quantity(upload.rows_rejected)} rows left out</span>
          ) : (
            <span className="gain">✓ all rows</span>
          )
        ) : (
          <span className="loss" title={upload.message ?? ''}>
            {upload.status}
          </span>
        ),
    },
    {
      id: 'rows',
      heading: 'Rows',
      align: 'right',
      width: 88,
      cell: (upload) => formats.quantity(upload.rows_processed),
    },
    {
      id: 'effect',
      heading: 'New · changed · same',
      align: 'right',
      width: 160,
      hideBelow: 640,
      cell: (upload) => (
        <span className="muted">
          {formats.quantity(upload.rows_new)} · {formats.quantity(upload.rows_changed)} ·{' '}
          {formats.quantity(upload.rows_unchanged)}
        </span>
      ),
    },
    {
      id: 'when',
      heading: 'When',
      align: 'right',
      hideBelow: 480,
      cell: (upload) => (
        <>
          {formats.instant(upload.uploaded_at)}
          <div className="muted small clip">{upload.uploaded_by_name ?? ''}</div>
        </>
      ),
    },
  ];
}
