import { fitDemand } from '@granary/forecasting';
import { addDays } from '../platform/calendar.ts';
import { buildHistory, type DailyHistory, type SeriesRecord } from './history.ts';

/** One chunk of series, forecast in a worker thread. */
export interface ForecastTask {
  dataUntil: string;
  horizonDays: number;
  series: SeriesRecord[];
}

/** Units sold at one price on one weekday: what the price effect is estimated from. */
export interface PriceSpell {
  weekday: number;
  price: number;
  units: number;
  days: number;
}

export interface SeriesForecast {
  store_id: string;
  sku_id: string;
  model: string;
  reason: string;
  parameters: Record<string, number | number[]>;
  usualPrice: number | undefined;
  promotedDays: number;
  stockoutDays: number;
  historyDays: number;
  mean: number[];
  p10: number[];
  p50: number[];
  p90: number[];
  spells: PriceSpell[];
}

/** A series that could not be forecast, and why; the others went on. */
export interface SkippedSeries {
  store_id: string;
  sku_id: string;
  skipped: string;
}

export default function forecastChunk(task: ForecastTask): (SeriesForecast | SkippedSeries)[] {
  return task.series.map((record) => {
    try {
      return forecastSeries(record, task);
    } catch (error) {
      return {
        store_id: record.store_id,
        sku_id: record.sku_id,
        skipped: error instanceof Error ? error.message : String(error),
      };
    }
  });
}

function forecastSeries(record: SeriesRecord, { dataUntil, horizonDays }: ForecastTask): SeriesForecast {
  const history = buildHistory(record, dataUntil);
  const model = fitDemand(history);
  const forecast = model.forecast({ startDate: addDays(dataUntil, 1), days: horizonDays });
  return {
    store_id: record.store_id,
    sku_id: record.sku_id,
    model: model.model,
    reason: model.reason,
    parameters: model.parameters,
    usualPrice: history.usualPrice,
    promotedDays: history.promotedDays,
    stockoutDays: history.stockoutDays,
    historyDays: history.units.length,
    mean: Array.from(forecast.mean, (value) => Math.round(value * 1e4) / 1e4),
    p10: Array.from(forecast.quantile(0.1)),
    p50: Array.from(forecast.quantile(0.5)),
    p90: Array.from(forecast.quantile(0.9)),
    spells: priceSpells(history),
  };
}

function priceSpells(history: DailyHistory): PriceSpell[] {
  const firstWeekday = new Date(`${history.startDate}T00:00:00Z`).getUTCDay();
  const spells = new Map<string, PriceSpell>();
  for (let day = 0; day < history.units.length; day++) {
    const units = history.units[day] as number;
    const price = history.prices[day] as number;
    if (Number.isNaN(units) || !(price > 0)) continue;
    const weekday = (firstWeekday + day) % 7;
    const key = `${weekday} ${price}`;
    const spell = spells.get(key);
    if (spell === undefined) spells.set(key, { weekday, price, units, days: 1 });
    else {
      spell.units += units;
      spell.days++;
    }
  }
  return [...spells.values()];
}
