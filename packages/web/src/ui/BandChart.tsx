import { Box, useComputedColorScheme } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import classes from './BandChart.module.css';
import { type ChartModel, chartCsv, chartTable, type Tone } from './chart-model.ts';
import { chartOption, type Palette } from './chart-option.ts';
import { useFormats } from './FormatProvider.tsx';
import type { Formats } from './formats.ts';
import { saveText } from './save-text.ts';

const ChartDrawing = lazy(() => import('./ChartDrawing.tsx'));

interface BandChartProps {
  title: string;
  /** What the chart says in one sentence, for those who do not see it. */
  summary: string;
  model: ChartModel;
  height?: number;
  /** Name of the exported file, without its ending. */
  fileName: string;
  /** Digits after the point in figures. */
  digits?: number;
}

/** Lines, bars and uncertainty bands over days, always with the same figures as a table and as a file. */
export function BandChart({ title, summary, model, height = 220, fileName, digits = 1 }: BandChartProps) {
  const formats = useFormats();
  const scheme = useComputedColorScheme('light');
  const [asTable, setAsTable] = useState(false);
  const option = useMemo(
    () =>
      chartOption(model, readPalette(scheme), {
        day: formats.dayWithYear,
        shortDay: formats.dayOfMonth,
        quantity: (value) => formats.quantity(value, Number.isInteger(value) ? 0 : digits),
      }),
    [model, scheme, formats, digits],
  );

  return (
    <figure className={classes.figure} aria-label={`${title}. ${summary}`}>
      <figcaption className={classes.head}>
        <span className={classes.title}>
          {title} <small>{model.unit}</small>
        </span>
        <Legend model={model} />
        <span className={classes.tools}>
          <button
            type="button"
            className={classes.tool}
            onClick={() => setAsTable(!asTable)}
            aria-pressed={asTable}
          >
            {asTable ? 'as chart' : 'as table'}
          </button>
          <button
            type="button"
            className={classes.tool}
            onClick={() => saveText(`${fileName}.csv`, chartCsv(model))}
          >
            export
          </button>
        </span>
      </figcaption>
      {asTable ? (
        <FigureTable model={model} height={height} formats={formats} digits={digits} label={title} />
      ) : (
        <Suspense fallback={<div style={{ height }} role="status" aria-label="Loading the chart" />}>
          <ChartDrawing option={option} height={height} />
        </Suspense>
      )}
    </figure>
  );
}

const TONES: Record<Tone, string> = {
  ink: '--chart-ink',
  forecast: '--chart-forecast',
  other: '--chart-other',
  bar: '--chart-bar',
  loss: '--loss',
  muted: '--ink-2',
};

/** The tokens' colours as values: SVG drawn by the chart library cannot resolve variables. The scheme is named so that a change re-reads them. */
function readPalette(_scheme: 'light' | 'dark'): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (token: string) => style.getPropertyValue(token).trim();
  return {
    ink: read('--chart-ink'),
    forecast: read('--chart-forecast'),
    other: read('--chart-other'),
    bar: read('--chart-bar'),
    loss: read('--loss'),
    muted: read('--ink-2'),
    page: read('--raised'),
    line: read('--line-strong'),
    quiet: read('--line'),
    text: read('--ink-2'),
  };
}

/** Names what is drawn without words at its end. */
function Legend({ model }: { model: ChartModel }) {
  const colour = (tone: Tone) => `var(${TONES[tone]})`;
  return (
    <span className={classes.legend}>
      {model.series
        .filter((one) => one.endLabel === undefined)
        .map((one) => (
          <span key={one.name} className={classes.key}>
            {one.kind === 'bar' ? (
              <span className={classes.swatch} style={{ background: colour(one.tone) }} />
            ) : (
              <span
                className={`${classes.stroke} ${one.dashed ? classes.dashed : ''}`}
                style={{ borderColor: colour(one.tone) }}
              />
            )}
            {one.name}
          </span>
        ))}
      {model.bands
        .filter((band) => !band.unnamed)
        .map((band) => (
          <span key={band.name} className={classes.key}>
            <span
              className={classes.swatch}
              style={{ background: colour(band.tone), opacity: Math.min(1, band.opacity * 1.8) }}
            />
            {band.name}
          </span>
        ))}
      {model.ticks
        .filter((one) => one.days.size > 0)
        .map((one) => (
          <span key={one.name} className={classes.key}>
            <span style={{ color: colour(one.tone) }}>{one.shape === 'cross' ? '×' : '▬'}</span>
            {one.name}
          </span>
        ))}
    </span>
  );
}

function FigureTable(props: {
  model: ChartModel;
  height: number;
  formats: Formats;
  digits: number;
  label: string;
}) {
  const table = chartTable(props.model);
  const { formats, digits } = props;
  return (
    // A region that scrolls must be reachable by keyboard.
    <Box
      className={classes.table ?? ''}
      mah={Math.max(props.height, 260)}
      tabIndex={0}
      role="region"
      aria-label={`${props.label} as a table`}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">Day</th>
            {table.headings.map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.day}>
              <th scope="row">{formats.dayWithYear(row.day)}</th>
              {row.cells.map((cell, index) => (
                <td key={table.headings[index]}>
                  {typeof cell === 'number'
                    ? formats.quantity(cell, Number.isInteger(cell) ? 0 : digits)
                    : (cell ?? '')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Box>
  );
}
