/** What a chart over days shows, free of any chart library: the drawing, the table and the export all read this. */
export type Tone = 'ink' | 'forecast' | 'other' | 'bar' | 'loss' | 'muted';
export type Values = readonly (number | null)[];

export interface ChartSeries {
  name: string;
  kind: 'line' | 'bar';
  tone: Tone;
  values: Values;
  dashed?: boolean;
  /** Words at the end of the line, in place of a legend. */
  endLabel?: string;
}

/** The range between two quantiles, drawn as a tint. */
export interface ChartBand {
  name: string;
  tone: Tone;
  low: Values;
  high: Values;
  opacity: number;
  /** Left out of the legend, where its line already carries the words. */
  unnamed?: boolean;
}

/** A hairline at a day, with its words. */
export interface ChartMark {
  day: string;
  label: string;
  tone: Tone;
}

/** Days marked along the axis, such as stock-outs. */
export interface ChartTicks {
  name: string;
  tone: Tone;
  shape: 'cross' | 'bar';
  days: ReadonlySet<string>;
}

export interface ChartModel {
  days: readonly string[];
  unit: string;
  series: readonly ChartSeries[];
  bands: readonly ChartBand[];
  marks: readonly ChartMark[];
  ticks: readonly ChartTicks[];
}

export interface ChartTable {
  headings: string[];
  rows: { day: string; cells: (number | string | null)[] }[];
}

/** The chart as a table: one row a day, one column for each series, two for each band, one for each kind of mark. */
export function chartTable(model: ChartModel): ChartTable {
  const bandColumns = model.bands.flatMap((band) => [
    { heading: `${band.name}, low`, values: band.low },
    { heading: `${band.name}, high`, values: band.high },
  ]);
  const columns = [...model.series.map((one) => ({ heading: one.name, values: one.values })), ...bandColumns];
  return {
    headings: [...columns.map((column) => column.heading), ...model.ticks.map((ticks) => ticks.name)],
    rows: model.days.map((day, index) => ({
      day,
      cells: [
        ...columns.map((column) => column.values[index] ?? null),
        ...model.ticks.map((ticks) => (ticks.days.has(day) ? 'yes' : null)),
      ],
    })),
  };
}

/** The same table as a CSV file. Headings are the only text in it and are quoted. */
export function chartCsv(model: ChartModel): string {
  const table = chartTable(model);
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = table.rows.map((row) => [row.day, ...row.cells.map((cell) => cell ?? '')].join(','));
  return `${[quoted('date'), ...table.headings.map(quoted)].join(',')}\n${lines.join('\n')}\n`;
}
