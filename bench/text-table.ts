export interface TableColumn {
  heading: string;
  /** Numbers read best to the right. */
  align?: 'left' | 'right';
}

/** Rows of text as an aligned table, two spaces between columns, for a terminal. */
export function textTable(columns: TableColumn[], rows: (string | number)[][]): string {
  const cells = rows.map((row) => row.map(String));
  const widths = columns.map(({ heading }, at) =>
    Math.max(heading.length, ...cells.map((row) => (row[at] ?? '').length)),
  );
  const line = (row: string[]): string =>
    columns
      .map(({ align = 'right' }, at) => {
        const text = row[at] ?? '';
        const width = widths[at] as number;
        return align === 'left' ? text.padEnd(width) : text.padStart(width);
      })
      .join('  ')
      .trimEnd();
  const lines = [line(columns.map(({ heading }) => heading)), ...cells.map(line)];
  return `${lines.map((text) => `  ${text}`).join('\n')}\n`;
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}

/** @param share 0..1 */
export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`;
}

export function print(text: string): void {
  process.stdout.write(text);
}
