import { CommandFailed } from '../failure.ts';
import type { Column } from './columns.ts';
import type { Problems } from './problems.ts';
import type { Layout } from './scan.ts';
import { type FutureRows, groupsOf } from './series-source.ts';
import { openText, rowsOf } from './text-rows.ts';

/**
 * Reads the file of what is known ahead. Its columns have the names of those of the history; without a column of
 * ids its rows are for every id. Values in it are not read.
 *
 * @returns rows per id, '' for every id
 * @throws CommandFailed if it lacks the dates or all regressors
 */
export async function readFuture(path: string, layout: Layout, problems: Problems): Promise<FutureRows> {
  const file = await openText(path);
  const heading = ((await rowsOf(file).next()).value?.cells ?? []) as string[];
  const find = ({ name }: Column): Column => ({
    name,
    index: heading.findIndex((one) => one.trim() === name),
  });
  const columns = {
    date: find(layout.columns.date),
    ids: layout.columns.ids.map(find),
    value: { ...layout.columns.value, index: -1 },
    regressors: layout.columns.regressors.map(find),
    ignored: [],
  };
  const has = heading.map((name) => `"${name.trim()}"`).join(', ');
  if (columns.date.index < 0) {
    throw new CommandFailed(
      `${path} has no column "${columns.date.name}" with the dates ahead; it has ${has}.`,
    );
  }
  if (columns.ids.some(({ index }) => index >= 0) && columns.ids.some(({ index }) => index < 0)) {
    throw new CommandFailed(
      `${path} needs all of the ids ${columns.ids.map(({ name }) => `"${name}"`).join(', ')}, or none of them for rows that hold for every id.`,
    );
  }
  if (!columns.regressors.some(({ index }) => index >= 0)) {
    const wanted = columns.regressors.map(({ name }) => `"${name}"`).join(', ');
    throw new CommandFailed(
      wanted === ''
        ? `${path} has nothing to add: ${layout.file.path} has no regressors. Name them with --regressors.`
        : `${path} has none of the regressors ${wanted}; it has ${has}. Name the column as in ${layout.file.path}.`,
    );
  }
  const decimals = new Map(
    columns.regressors.map(({ index }, place) => [
      index,
      layout.decimals.get(layout.columns.regressors[place]!.index) ?? '.',
    ]),
  );
  const ahead: Layout = {
    ...layout,
    ...{ file, heading, decimals, isSorted: false },
    columns: { ...columns, ids: columns.ids.filter(({ index }) => index >= 0) },
  };
  const rows: FutureRows = new Map();
  for await (const group of groupsOf(ahead, { problems, singleId: '' })) rows.set(group.id, group);
  return rows;
}
