import { type Upload, unwrap } from '@granary/client';
import type { Command } from 'commander';
import { type Connection, withServer } from './connection.ts';
import { addListOptions, type ListOptions, printList } from './list.ts';
import type { TableColumn } from './output.ts';

/** `granary uploads` */
export function registerUploads(program: Command): void {
  const command = program.command('uploads').description('files that were loaded or refused, newest first');
  addListOptions(command, { csv: false }).action((options: ListOptions) =>
    withServer(({ granary, formats, me }) => {
      const page = (query: { limit: number; cursor?: string }) =>
        unwrap(granary.GET('/api/v1/uploads', { params: { query } }));
      const noUpload = 'Nothing was loaded yet. Load files with: granary import FILE…';
      return printList({ page }, options, columns(formats, me.organization), noUpload);
    }),
  );
}

function columns(
  { count }: Connection['formats'],
  { locale, time_zone: timeZone }: Connection['me']['organization'],
): TableColumn<Upload>[] {
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short', timeZone });
  return [
    { heading: 'Uploaded', cell: (row) => time.format(new Date(row.uploaded_at)) },
    { heading: 'By', cell: (row) => row.uploaded_by_name, widest: 20 },
    { heading: 'File', cell: (row) => row.file_name },
    { heading: 'Kind', cell: (row) => row.file_type },
    { heading: 'Status', cell: (row) => row.status },
    { heading: 'New', align: 'right', cell: (row) => count(row.rows_new) },
    { heading: 'Changed', align: 'right', cell: (row) => count(row.rows_changed) },
    { heading: 'Same', align: 'right', cell: (row) => count(row.rows_unchanged) },
    { heading: 'Rejected', align: 'right', cell: (row) => count(row.rows_rejected) },
  ];
}
