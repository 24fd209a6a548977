import type { EChartsCoreOption } from 'echarts/core';
import type { ChartModel, Tone } from './chart-model.ts';

export type Palette = Record<Tone | 'page' | 'line' | 'text' | 'quiet', string>;

export interface Labels {
  day: (day: string) => string;
  shortDay: (day: string) => string;
  quantity: (value: number) => string;
}

interface AxisPoint {
  dataIndex: number;
}

const SHAPES = { cross: 'path://M0 0L10 10M10 0L0 10', bar: 'rect' } as const;
const SHAPE_SIZES = { cross: [7, 7], bar: [8, 3] } as const;

/**
 * The ECharts option for a chart over days. A band is two stacked lines: an
 * invisible one at the low quantile and, on it, the width filled with a tint.
 */
export function chartOption(model: ChartModel, palette: Palette, labels: Labels): EChartsCoreOption {
  const bands = model.bands.flatMap((band, index) => {
    const shared = {
      type: 'line',
      stack: `band-${index}`,
      symbol: 'none',
      silent: true,
      lineStyle: { opacity: 0 },
      z: 1,
    };
    return [
      { ...shared, data: [...band.low] },
      {
        ...shared,
        data: band.high.map((high, day) => (high === null ? null : high - (band.low[day] ?? 0))),
        areaStyle: { color: palette[band.tone], opacity: band.opacity },
      },
    ];
  });
  const series = model.series.map((one) =>
    one.kind === 'bar'
      ? {
          type: 'bar',
          data: [...one.values],
          itemStyle: { color: palette[one.tone] },
          barCategoryGap: '25%',
          barMaxWidth: 12,
          z: 2,
        }
      : {
          type: 'line',
          data: [...one.values],
          symbol: 'none',
          silent: true,
          lineStyle: { color: palette[one.tone], width: 1.6, type: one.dashed ? [4, 3] : 'solid' },
          endLabel: {
            show: one.endLabel !== undefined,
            formatter: one.endLabel ?? '',
            color: palette[one.tone],
            fontSize: 12,
            distance: 6,
          },
          labelLayout: { moveOverlap: 'shiftY' },
          z: 3,
        },
  );
  const ticks = model.ticks.map((one) => ({
    type: 'scatter',
    data: model.days.map((day) => (one.days.has(day) ? 0 : null)),
    symbol: SHAPES[one.shape],
    symbolSize: [...SHAPE_SIZES[one.shape]],
    symbolOffset: [0, 9],
    itemStyle: {
      color: palette[one.tone],
      borderColor: palette[one.tone],
      borderWidth: one.shape === 'cross' ? 1.5 : 0,
    },
    silent: true,
    clip: false,
    z: 4,
  }));
  const marks = {
    type: 'line',
    data: [],
    silent: true,
    markLine: {
      symbol: 'none',
      animation: false,
      label: { position: 'end', fontSize: 12, distance: 8 },
      data: model.marks
        .filter((mark) => model.days.includes(mark.day))
        .map((mark) => ({
          xAxis: mark.day,
          lineStyle: { color: palette[mark.tone], width: 1, type: 'solid' },
          label: { formatter: mark.label, color: palette[mark.tone], align: alignAt(mark.day, model.days) },
        })),
    },
  };

  const hasBars = model.series.some((one) => one.kind === 'bar');
  const hasEndLabels = model.series.some((one) => one.endLabel !== undefined);
  return {
    animation: false,
    grid: {
      left: 2,
      right: hasEndLabels ? 92 : 12,
      top: 24,
      bottom: model.ticks.length > 0 ? 12 : 10,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    textStyle: { fontFamily: 'inherit' },
    xAxis: {
      type: 'category',
      data: [...model.days],
      boundaryGap: hasBars,
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      axisLabel: {
        color: palette.text,
        fontSize: 12,
        hideOverlap: true,
        margin: model.ticks.length > 0 ? 18 : 12,
        formatter: labels.shortDay,
      },
    },
    yAxis: {
      type: 'value',
      min: 0,
      minInterval: 1,
      splitNumber: 3,
      axisLabel: { color: palette.text, fontSize: 12, formatter: labels.quantity },
      splitLine: { lineStyle: { color: palette.quiet } },
    },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: palette.page,
      borderColor: palette.line,
      padding: [8, 10],
      textStyle: { color: palette.ink, fontSize: 12 },
      axisPointer: { type: 'line', lineStyle: { color: palette.line } },
      formatter: (points: AxisPoint | AxisPoint[]) => {
        const index = Array.isArray(points) ? points[0]?.dataIndex : points.dataIndex;
        return index === undefined ? '' : readout(model, index, labels);
      },
    },
    series: [...bands, ...series, ...ticks, marks],
  };
}

/** Words near an edge are turned inwards, so that they are not cut. */
function alignAt(day: string, days: readonly string[]): 'left' | 'center' | 'right' {
  const share = days.indexOf(day) / Math.max(1, days.length - 1);
  if (share < 0.15) return 'left';
  return share > 0.85 ? 'right' : 'center';
}

/** Every series at one day. The names are ours or the file's: those from files are escaped. */
function readout(model: ChartModel, index: number, labels: Labels): string {
  const day = model.days[index];
  if (day === undefined) return '';
  const line = (name: string, text: string) =>
    `<div style="display:flex;justify-content:space-between;gap:16px"><span>${escapeHtml(name)}</span><b style="font-weight:600">${escapeHtml(text)}</b></div>`;
  const series = model.series.flatMap((one) => {
    const value = one.values[index];
    return value == null ? [] : [line(one.name, labels.quantity(value))];
  });
  const bands = model.bands.flatMap((band) => {
    const low = band.low[index];
    const high = band.high[index];
    return low == null || high == null
      ? []
      : [line(band.name, `${labels.quantity(low)} … ${labels.quantity(high)}`)];
  });
  const ticks = model.ticks
    .filter((one) => one.days.has(day))
    .map((one) => `<div>${escapeHtml(one.name)}</div>`);
  return `<div style="font-weight:600;margin-bottom:4px">${escapeHtml(labels.day(day))}</div>${[...series, ...bands, ...ticks].join('')}`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
