import { LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TitleComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { ChartModel, Point } from './chart-model.ts';

use([LineChart, GridComponent, MarkLineComponent, TitleComponent, SVGRenderer]);

const INK = '#1b1f1d';
const TEXT = '#5d6560';
const LINE = '#c9cfcb';
const QUIET = '#eceeed';
const GREEN = '#1c6b47';
/** The outer band, and what the inner one adds to it. */
const TINTS = [0.14, 0.22];
const FONT = "Inter, 'Helvetica Neue', Helvetica, Arial, sans-serif";

const WIDE = { width: 960, height: 400 };
const SMALL = { width: 472, height: 250 };
const GAP = 16;
/** Room for the title above the lines, for words at their right, and for dates below. */
const EDGES = { top: 66, right: 62, bottom: 8, left: 0 };

/** Charts as one drawing: a wide one, or two in a row. */
export function drawCharts(models: readonly ChartModel[]): string {
  const [only] = models;
  if (only !== undefined && models.length === 1) return drawChart(only, WIDE);
  const width = 2 * SMALL.width + GAP;
  const height = Math.ceil(models.length / 2) * (SMALL.height + GAP) - GAP;
  const cells = models.map((model, index) => {
    const x = (index % 2) * (SMALL.width + GAP);
    const y = Math.floor(index / 2) * (SMALL.height + GAP);
    return drawChart(model, SMALL).replace('<svg ', `<svg x="${x}" y="${y}" `);
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<rect width="${width}" height="${height}" fill="#ffffff"/>\n${cells.join('\n')}</svg>\n`
  );
}

interface Size {
  width: number;
  height: number;
}

/** Each chart is drawn by itself: labels of one must not make way for those of another. */
function drawChart(model: ChartModel, size: Size): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  chart.setOption(optionOf(model, size));
  const drawing = chart.renderToSVGString();
  chart.dispose();
  return drawing;
}

function optionOf(model: ChartModel, size: Size): EChartsCoreOption {
  return {
    animation: false,
    useUTC: true,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: FONT, fontSize: 12, color: TEXT },
    title: titlesOf(model, size),
    grid: { ...EDGES, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      ...{ type: 'time', splitNumber: size.width > 600 ? 8 : 4 },
      axisLine: { onZero: false, lineStyle: { color: LINE } },
      axisTick: { show: true, length: 4, lineStyle: { color: LINE } },
      splitLine: { show: false },
      axisLabel: { color: TEXT, fontSize: 12, hideOverlap: true, formatter: DATES, margin: 8 },
    },
    yAxis: {
      ...{
        type: 'value',
        splitNumber: 3,
        ...(hasNegative(model) ? {} : { min: 0 }),
        ...(isWhole(model) ? { minInterval: 1 } : {}),
      },
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: QUIET } },
      axisLabel: { color: TEXT, fontSize: 12, formatter: numberFormat(model) },
    },
    series: [...bandSeries(model), ...lineSeries(model)],
  };
}

/** A year is written where it begins, so that months and days can do without. */
const DATES = {
  year: '{yyyy}',
  month: '{MMM}',
  day: '{d} {MMM}',
  hour: '{HH}:{mm}',
  minute: '{HH}:{mm}',
  second: '{HH}:{mm}',
  millisecond: '{HH}:{mm}',
};

function titlesOf({ title, words, quantity }: ChartModel, { width }: Size) {
  const at = { left: EDGES.left, padding: 0 };
  const characters = Math.floor(width / 6);
  return [
    {
      ...at,
      ...{ top: 4, text: cut(title, Math.floor(characters * 0.75)) },
      textStyle: { fontSize: 14, fontWeight: 600, color: INK, fontFamily: FONT },
    },
    {
      ...at,
      ...{ top: 24, text: cut(`${quantity} · ${words}`, characters) },
      textStyle: { fontSize: 12, fontWeight: 400, color: TEXT, fontFamily: FONT },
    },
  ];
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** A band is two stacked lines: an invisible one at the low end and, on it, the width filled with a tint. */
function bandSeries({ bands, median }: ChartModel) {
  const end = median.at(-1)?.[1];
  return bands.flatMap(({ level, low, high }, index) => {
    const shared = {
      ...{ type: 'line', symbol: 'none', silent: true, z: 1 + index },
      ...{ stack: `band ${level}`, stackStrategy: 'all', lineStyle: { opacity: 0 } },
    };
    const width = high.map(([at, value], step): Point => [at, (value ?? 0) - (low[step]?.[1] ?? 0)]);
    return [
      { ...shared, data: low },
      {
        ...shared,
        data: width,
        areaStyle: { color: GREEN, opacity: TINTS[index] ?? TINTS[0]! },
        // A band that ends on the median has no place for words of its own.
        endLabel: { ...endLabel(`${level} %`), show: high.at(-1)?.[1] !== end, color: TEXT },
        labelLayout: { moveOverlap: 'shiftY' },
      },
    ];
  });
}

function lineSeries({ actuals, median, start }: ChartModel) {
  // Words near the right edge are turned inwards, so that they are not cut.
  const isLate = median.length < 0.35 * actuals.length;
  const shared = { type: 'line', silent: true, z: 4 };
  const isLonely = actuals.length < 3;
  return [
    {
      ...shared,
      data: actuals,
      ...(isLonely ? { symbol: 'circle', symbolSize: 4, itemStyle: { color: INK } } : aloneOnly(actuals)),
      lineStyle: { color: INK, width: 1.4 },
      markLine: {
        ...{ silent: true, symbol: 'none', animation: false },
        lineStyle: { color: TEXT, width: 1, type: 'solid' },
        label: {
          position: 'end',
          formatter: `forecast from ${start.label}`,
          color: TEXT,
          fontSize: 12,
          align: isLate ? 'right' : 'left',
          distance: 4,
        },
        data: [{ xAxis: start.at }],
      },
    },
    {
      ...shared,
      data: median,
      symbol: 'none',
      lineStyle: { color: GREEN, width: 2 },
      endLabel: { ...endLabel('median'), color: GREEN },
      labelLayout: { moveOverlap: 'shiftY' },
    },
  ];
}

function endLabel(text: string) {
  return { show: true, formatter: text, fontSize: 12, fontFamily: FONT, distance: 6 };
}

/** A value between two gaps has no line: it gets a dot. */
function aloneOnly(points: readonly Point[]) {
  const isAlone = points.map(
    ([, value], index) =>
      value !== null &&
      (points[index - 1]?.[1] ?? null) === null &&
      (points[index + 1]?.[1] ?? null) === null,
  );
  if (!isAlone.includes(true)) return { symbol: 'none' };
  return {
    symbol: (_: unknown, { dataIndex }: { dataIndex: number }) => (isAlone[dataIndex] ? 'circle' : 'none'),
    symbolSize: 3,
    showAllSymbol: true,
    itemStyle: { color: INK },
  };
}

function hasNegative({ actuals, bands, median }: ChartModel): boolean {
  const lows = [...actuals, ...median, ...bands.flatMap(({ low }) => low)];
  return lows.some(([, value]) => value !== null && value < 0);
}

/** Counts need no mark at 0.3. */
function isWhole({ actuals }: ChartModel): boolean {
  return actuals.every(([, value]) => Number.isInteger(value ?? 0));
}

function numberFormat({ actuals, median }: ChartModel): (value: number) => string {
  const largest = [...actuals, ...median].reduce(
    (most, [, value]) => Math.max(most, Math.abs(value ?? 0)),
    0,
  );
  const options: Intl.NumberFormatOptions =
    largest >= 1e6 ? { notation: 'compact', maximumFractionDigits: 1 } : { maximumSignificantDigits: 6 };
  const format = new Intl.NumberFormat('en', options);
  return (value) => format.format(value).replace('-', '\u2212');
}
