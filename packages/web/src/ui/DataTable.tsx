import { Checkbox, Tooltip } from '@mantine/core';
import { type ColumnDef, FlexRender, tableFeatures, useTable } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import classes from './DataTable.module.css';

export interface DataColumn<Row> {
  id: string;
  heading: string;
  /** Shown once, in the heading. */
  unit?: string;
  /** What the heading means, on hover. */
  explain?: string;
  align?: 'right';
  /** Field the API sorts by; a column without it does not sort. */
  sortKey?: string;
  width?: number | string;
  /** The column is left out where the table is narrower than this many pixels. */
  hideBelow?: 1080 | 860 | 640 | 480;
  cell: (row: Row) => ReactNode;
}

interface DataTableProps<Row> {
  label: string;
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Field by which the rows are sorted, with a leading `-` for descending. */
  sort?: string;
  onSort?: (sort: string) => void;
  onOpen?: (row: Row) => void;
  /** The row under the keyboard cursor, and the one whose panel is open. */
  currentId?: string | null;
  openId?: string | null;
  /** Rows on their way out: a decision has been sent and is not yet confirmed. */
  leavingIds?: ReadonlySet<string>;
  checkedIds?: ReadonlySet<string>;
  onCheck?: (ids: Set<string>) => void;
  checkLabel?: (row: Row) => string;
  onEndReached?: () => void;
  loadingMore?: boolean;
}

const features = tableFeatures({});

/**
 * Rows of a list: only those in view are drawn, the window scrolls, headings
 * stay and sort. Sorting and paging happen in the API, so the table holds no
 * state of its own.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, rows, rowId, checkedIds, onCheck, onEndReached } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);

  const definitions = useMemo(
    (): ColumnDef<typeof features, Row>[] =>
      columns.map((column) => ({
        id: column.id,
        header: column.unit === undefined ? column.heading : `${column.heading} ${column.unit}`,
        cell: ({ row }) => column.cell(row.original),
      })),
    [columns],
  );
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const table = useTable({ features, columns: definitions, data: rows, getRowId: rowId });
  const tableRows = table.getRowModel().rows;

  // Where the table begins in the document, so that the virtualizer knows which rows the window shows.
  useLayoutEffect(() => {
    const measure = () => {
      if (frame.current !== null)
        setTop(Math.round(frame.current.getBoundingClientRect().top + window.scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);

  const virtualizer = useWindowVirtualizer({
    count: tableRows.length,
    estimateSize: () => 40,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => tableRows[index]?.id ?? index,
  });
  const items = virtualizer.getVirtualItems();
  const before = items.length === 0 ? 0 : (items[0]?.start ?? 0) - top;
  const after = items.length === 0 ? 0 : virtualizer.getTotalSize() - ((items.at(-1)?.end ?? 0) - top);

  const lastShown = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (onEndReached !== undefined && lastShown >= tableRows.length - 10 && tableRows.length > 0)
      onEndReached();
  }, [lastShown, tableRows.length, onEndReached]);

  // Only a moved cursor scrolls; new rows arriving must not pull the page about.
  const { currentId = null } = props;
  const scrolledTo = useRef<string | null>(null);
  useEffect(() => {
    if (scrolledTo.current === currentId) return;
    scrolledTo.current = currentId;
    const index = currentId === null ? -1 : tableRows.findIndex((row) => row.id === currentId);
    if (index < 0) return;
    // A row that is drawn moves only as far as it has to, clear of the headings; its style keeps that distance.
    const drawn = frame.current?.querySelector(`[data-index="${index}"]`);
    if (drawn) drawn.scrollIntoView({ block: 'nearest' });
    else virtualizer.scrollToIndex(index, { align: 'center' });
  }, [currentId, tableRows, virtualizer]);

  const allChecked = rows.length > 0 && rows.every((row) => checkedIds?.has(rowId(row)));

  return (
    <div ref={frame} className={classes.frame}>
      <table className={classes.table} aria-label={props.label} aria-rowcount={rows.length}>
        <thead>
          <tr>
            {onCheck === undefined ? null : (
              <th scope="col" className={classes.check}>
                <Checkbox
                  size="xs"
                  aria-label="Select all rows shown"
                  checked={allChecked}
                  indeterminate={!allChecked && (checkedIds?.size ?? 0) > 0}
                  onChange={() => onCheck(new Set(allChecked ? [] : rows.map(rowId)))}
                />
              </th>
            )}
            {table.getHeaderGroups()[0]?.headers.map((header) => {
              const column = byId.get(header.column.id);
              return column === undefined ? null : (
                <Heading key={header.id} column={column} sort={props.sort} onSort={props.onSort}>
                  <FlexRender header={header} />
                </Heading>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {before > 0 ? <Spacer height={before} /> : null}
          {items.map((item) => {
            const row = tableRows[item.index];
            if (row === undefined) return null;
            const id = row.id;
            const state = [
              classes.row,
              props.onOpen === undefined ? '' : classes.opens,
              id === props.openId ? classes.open : id === currentId ? classes.current : '',
              props.leavingIds?.has(id) ? classes.leaving : '',
            ];
            return (
              <tr
                key={id}
                ref={virtualizer.measureElement}
                data-index={item.index}
                data-row-id={id}
                className={state.join(' ')}
                aria-rowindex={item.index + 1}
                aria-current={id === props.openId || id === currentId ? 'true' : undefined}
                onClick={(event) => {
                  // A link, button or box in the row does its own work.
                  if ((event.target as Element).closest('a,button,input,label') === null)
                    props.onOpen?.(row.original);
                }}
              >
                {onCheck === undefined ? null : (
                  <td className={classes.check}>
                    <Checkbox
                      size="xs"
                      aria-label={`Select ${props.checkLabel?.(row.original) ?? id}`}
                      checked={checkedIds?.has(id) ?? false}
                      onChange={() => onCheck(toggled(checkedIds, id))}
                    />
                  </td>
                )}
                {row.getAllCells().map((cell) => (
                  <td key={cell.id} className={cellClass(byId.get(cell.column.id))}>
                    <FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            );
          })}
          {after > 0 ? <Spacer height={after} /> : null}
        </tbody>
      </table>
      {props.loadingMore ? <p className={classes.more}>Loading more rows…</p> : null}
    </div>
  );
}

function Heading<Row>(props: {
  column: DataColumn<Row>;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
  children: ReactNode;
}) {
  const { column, sort, onSort } = props;
  const key = column.sortKey;
  const direction =
    key === undefined || sort === undefined
      ? null
      : sort === key
        ? 'ascending'
        : sort === `-${key}`
          ? 'descending'
          : null;
  const content =
    key === undefined || onSort === undefined ? (
      <span>{props.children}</span>
    ) : (
      <button
        type="button"
        className={`${classes.sorter} ${direction === null ? '' : classes.sorted}`}
        onClick={() => onSort(direction === 'descending' ? key : `-${key}`)}
      >
        {props.children}
        {direction === null ? null : direction === 'ascending' ? ' ↑' : ' ↓'}
      </button>
    );
  return (
    <th
      scope="col"
      className={cellClass(column)}
      style={{ width: column.width }}
      aria-sort={direction ?? undefined}
    >
      {column.explain === undefined ? content : <Tooltip label={column.explain}>{content}</Tooltip>}
    </th>
  );
}

/** Stands for the rows out of view. One cell only: more would count as columns where some are hidden. */
function Spacer({ height }: { height: number }) {
  return (
    <tr>
      <td style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}

function cellClass<Row>(column: DataColumn<Row> | undefined): string {
  const right = column?.align === 'right' ? classes.right : '';
  const hidden = column?.hideBelow === undefined ? '' : classes[`below${column.hideBelow}`];
  return `${right ?? ''} ${hidden ?? ''}`.trim();
}

function toggled(ids: ReadonlySet<string> | undefined, id: string): Set<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}
