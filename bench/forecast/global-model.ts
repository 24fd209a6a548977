import { parseArgs } from 'node:util';
import { type FittedModel, modelByName } from '@granary/forecasting';
import {
  fitGlobalModel,
  type GlobalModel,
  type PanelSeries,
} from '../../packages/forecasting/src/models/gradient-boosting/index.ts';
import { print } from '../text-table.ts';
import { evenly, readDataSet, type SeriesCase } from './data-sets.ts';
import { type ForecastRow, forecastSeries } from './forecast-series.ts';
import { scoreTable } from './score-table.ts';
import { scoresOf } from './scores.ts';

/**
 * How good one model over all series is, by itself and beside models of single series:
 *
 *   node bench/forecast/global-model.ts --sets oj_panel,m4_hourly [--models ets,mstl] [--limit N] [--rows N]
 *     [--trees N] [--explain]
 *
 * 'median' scores the median in place of the mean, which is what sMAPE and MASE ask for. With --models, 'with NAME'
 * scores the average of the medians and of each quantile of both. --limit takes fewer series to forecast and to
 * learn from.
 */

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.GRANARY_DATA ?? '../shared/data' },
    sets: { type: 'string', default: 'oj_weekly,oj_panel,m4_hourly' },
    models: { type: 'string' },
    limit: { type: 'string' },
    rows: { type: 'string' },
    trees: { type: 'string' },
    rate: { type: 'string' },
    leaves: { type: 'string' },
    explain: { type: 'boolean', default: false },
  },
});

for (const set of values.sets.split(',')) {
  const all = readDataSet({ folder: values.data, set });
  const cases = values.limit === undefined ? all : evenly(all, Number(values.limit));
  const start = process.cpuUsage().user;
  const model = fitGlobalModel(cases.map(panelSeries), {
    horizon: Math.max(...cases.map(({ horizon }) => horizon)),
    ...(values.rows === undefined ? {} : { rows: Number(values.rows) }),
    ...(values.trees === undefined ? {} : { trees: Number(values.trees) }),
    ...(values.rate === undefined ? {} : { learningRate: Number(values.rate) }),
    ...(values.leaves === undefined ? {} : { leaves: Number(values.leaves) }),
  });
  const seconds = (process.cpuUsage().user - start) / 1e6;
  const { lasting, fading } = model.dependence;
  print(
    `${set}: ${cases.length} series, ${model.rows} examples, trained in ${seconds.toFixed(1)} s of one core; periods share ${lasting.toFixed(2)} and fade by ${fading.toFixed(2)}`,
  );
  if (values.explain) {
    for (const { feature, share } of model.importance.slice(0, 12)) print(`  ${share.toFixed(3)} ${feature}`);
  }
  const byId = new Map(cases.map((at) => [at.id, at]));
  const rows = cases.map((at) => rowOf(model, at));
  const scored = [
    { model: 'global', rows },
    { model: 'global, median', rows: rows.map(asMedian) },
  ];
  for (const name of values.models?.split(',') ?? []) {
    const alone = cases.map((at) => forecastSeries(modelByName(name), at));
    scored.push({ model: name, rows: alone });
    scored.push({ model: `with ${name}`, rows: rows.map((row, index) => averageOf(row, alone[index]!)) });
  }
  print(scoreTable(scored.map((at) => ({ set, model: at.model, scores: scoresOf(at.rows, byId) }))));
}

function panelSeries({ id, dataset, series }: SeriesCase): PanelSeries {
  const store = /^OJ_s(\d+)_b(\d+)$/.exec(id);
  if (!(store && dataset.startsWith('oj_'))) return { ...series, id };
  return { ...series, id, groups: { store: store[1]!, brand: store[2]! } };
}

function rowOf(model: GlobalModel, at: SeriesCase): ForecastRow {
  const fitted = (): FittedModel => model.fitted(at.id);
  return forecastSeries({ name: 'gradient-boosting', fit: fitted }, at);
}

function asMedian(row: ForecastRow): ForecastRow {
  return { ...row, mean: row.quantiles[4]! };
}

function averageOf(a: ForecastRow, b: ForecastRow): ForecastRow {
  const both = (x: Float64Array, y: Float64Array): Float64Array =>
    x.map((value, step) => (value + y[step]!) / 2);
  const quantiles = a.quantiles.map((values, level) => both(values, b.quantiles[level]!));
  return {
    ...a,
    mean: both(a.quantiles[4]!, b.quantiles[4]!),
    lower80: both(a.lower80, b.lower80),
    upper80: both(a.upper80, b.upper80),
    lower95: quantiles[1]!,
    upper95: quantiles[7]!,
    quantiles,
  };
}
