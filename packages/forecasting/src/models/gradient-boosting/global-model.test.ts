import { normal, randomStream } from '@granary/statistics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitGlobalModel, type GlobalModelOptions, type PanelSeries } from './index.ts';
import { originFeatures } from './origin-features.ts';
import { prepareSeries } from './panel-series.ts';
import { regressorFeatures } from './regressor-features.ts';

const QUICK: GlobalModelOptions = {
  horizon: 4,
  levels: [0.1, 0.5, 0.9],
  rows: 3000,
  trees: 40,
  learningRate: 0.15,
};

/** Weekly sales: level x price^-2 x noise of 10 %, the price cut by a quarter in every fifth week or so. */
function pricedPanel(count: number, weeks: number): PanelSeries[] {
  return Array.from({ length: count }, (_, number) => {
    const random = randomStream('priced', number);
    const level = 10 + 990 * random.next();
    const price = Float64Array.from({ length: weeks + 8 }, () => (random.next() < 0.2 ? 1.5 : 2));
    const values = Float64Array.from(
      { length: weeks },
      (_, week) => level * (price[week]! / 2) ** -2 * Math.exp(0.1 * normal.standardQuantile(random.next())),
    );
    return { id: `item ${number}`, values, regressors: [{ name: 'price', values: price }] };
  });
}

describe('a model over all series', () => {
  const panel = pricedPanel(40, 70);
  const model = fitGlobalModel(panel, QUICK);

  it('learns the price elasticity all series share: 2 means 1.78 times as much at 25 % off', () => {
    const ratios: number[] = [];
    for (const { id, regressors } of panel) {
      const median = model.fitted(id).forecast(4).quantile(0.5);
      const prices = Array.from({ length: 4 }, (_, step) => regressors![0]!.values[70 + step]!);
      const [cut, full] = [prices.indexOf(1.5), prices.indexOf(2)];
      if (cut >= 0 && full >= 0) ratios.push(median[cut]! / median[full]!);
    }
    expect(ratios.length).toBeGreaterThan(10);
    const typical = ratios.sort((a, b) => a - b)[ratios.length >> 1]!;
    expect(Math.abs(typical / (2 / 1.5) ** 2 - 1)).toBeLessThan(0.07);
    expect(model.importance[0]!.feature).toMatch(/^price/);
  });

  it('explains the median of a period ahead: what moves it is its price', () => {
    const { id, regressors, values } = panel[0]!;
    const cut = [0, 1, 2, 3].find((step) => regressors![0]!.values[70 + step] === 1.5) ?? 0;
    const { base, features } = model.contributions(id, cut + 1);
    expect(features[0]!.feature).toMatch(/^price/);
    expect(Number.isFinite(base)).toBe(true);
    expect(values.length).toBe(70);
  });

  it('orders quantiles and repeats its draws', () => {
    const forecast = model.fitted('item 7').forecast(4);
    const [low, middle, high] = [0.1, 0.5, 0.9].map((probability) => forecast.quantile(probability));
    for (let step = 0; step < 4; step++) {
      expect(low![step]! < middle![step]! && middle![step]! < high![step]!).toBe(true);
    }
    const draw = () => forecast.samplePaths({ paths: 50, seed: 3, key: 'item 7' }).values;
    expect(draw()).toEqual(draw());
  });

  it('says the same of the near periods whatever the horizon', () => {
    const short = model.fitted('item 3').forecast(2);
    const long = model.fitted('item 3').forecast(9);
    expect([...long.mean.subarray(0, 2)]).toEqual([...short.mean]);
    expect([...long.quantile(0.9).subarray(0, 2)]).toEqual([...short.quantile(0.9)]);
  });

  it('is the same model for the same data', () => {
    const again = fitGlobalModel(pricedPanel(40, 70), QUICK);
    expect(again.importance).toEqual(model.importance);
    expect(again.fitted('item 9').forecast(4).mean).toEqual(model.fitted('item 9').forecast(4).mean);
  });

  it('covers about 80 % of what may come between its outer deciles', () => {
    let inside = 0;
    panel.forEach(({ id, values, regressors }, number) => {
      const forecast = model.fitted(id).forecast(4);
      const [low, high] = [forecast.quantile(0.1), forecast.quantile(0.9)];
      const price = regressors![0]!.values;
      // The level the panel was made with, found again from its history.
      const logs = Array.from(values, (value, week) => Math.log(value) + 2 * Math.log(price[week]! / 2));
      const level = Math.exp(logs.reduce((sum, value) => sum + value, 0) / logs.length);
      const random = randomStream('outcome', number);
      for (let step = 0; step < 4; step++) {
        const noise = Math.exp(0.1 * normal.standardQuantile(random.next()));
        const outcome = level * (price[70 + step]! / 2) ** -2 * noise;
        if (outcome >= low[step]! && outcome <= high[step]!) inside++;
      }
    });
    expect(inside / 160).toBeGreaterThan(0.7);
    expect(inside / 160).toBeLessThan(0.95);
  });
});

describe('leakage', () => {
  const featuresOf = (series: PanelSeries, origin: number): number[][] => {
    const prepared = prepareSeries(series);
    const features = originFeatures(prepared, {
      regressors: regressorFeatures(prepared.input.regressors, ['price']),
      fixed: { names: [], values: [] },
      typicalSize: 1,
      horizon: 8,
    });
    while (features.origin() < origin) features.advance();
    const columns = features.names.map(() => new Float64Array(8));
    const levels: number[] = [];
    for (let step = 1; step <= 8; step++) {
      features.write(step, columns, step - 1);
      levels.push(features.level(step), features.spread());
    }
    return [...columns.map((column) => [...column]), levels];
  };

  it.each(['positive', 'intermittent', 'with gaps'])(
    'no feature changes with the values after the origin: %s',
    (kind) => {
      const random = randomStream('leak', kind);
      const values = Array.from({ length: 60 }, () => {
        if (kind === 'intermittent' && random.next() < 0.6) return 0;
        if (kind === 'with gaps' && random.next() < 0.2) return Number.NaN;
        return 1 + Math.floor(20 * random.next());
      });
      const price = Float64Array.from({ length: 60 }, () => 1 + random.next());
      const series = {
        id: 'a',
        values,
        seasonalPeriods: [7],
        regressors: [{ name: 'price', values: price }],
      };
      // Values that are as they were in kind, so that the scaling of the whole series stays the same.
      const changed = values.map((value, index) => (index < 40 || value === 0 ? value : 3 * value + 2));
      expect(featuresOf({ ...series, values: changed }, 40)).toEqual(featuresOf(series, 40));
      expect(featuresOf({ ...series, values: changed }, 45)).not.toEqual(featuresOf(series, 45));
    },
  );
});

describe('whatever the series hold', () => {
  it('stays finite, ordered, not below zero, and never throws', () => {
    const value = fc.oneof(
      fc.constant(0),
      fc.constant(Number.NaN),
      fc.nat(50),
      fc.double({ min: 0, max: 1e12, noNaN: true }),
      fc.constantFrom(1e-12, 1e12, Number.POSITIVE_INFINITY),
    );
    const series = fc.array(value, { maxLength: 60 });
    fc.assert(
      fc.property(fc.array(series, { minLength: 1, maxLength: 12 }), (contents) => {
        const panel = contents.map((values, number) => ({ id: `${number}`, values, seasonalPeriods: [4] }));
        const model = fitGlobalModel(panel, { ...QUICK, trees: 4, rows: 400 });
        for (const { id } of panel) {
          const forecast = model.fitted(id).forecast(6);
          const [low, high] = [forecast.quantile(0.05), forecast.quantile(0.95)];
          for (let step = 0; step < 6; step++) {
            expect(forecast.mean[step]! >= 0 && forecast.mean[step]! <= 1e13).toBe(true);
            expect(low[step]! >= 0 && low[step]! <= high[step]! && high[step]! <= 1e13).toBe(true);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('forecasts a panel that is too small by the means of its series, and says so', () => {
    const fitted = fitGlobalModel([{ id: 'a', values: [2, 4, 6] }], QUICK).fitted('a');
    expect(fitted.model).toBe('mean');
    expect(fitted.notes.at(-1)?.message).toContain('too few examples');
    expect([...fitted.forecast(2).mean]).toEqual([4, 4]);
  });

  it('forecasts a series that is too short in a large panel by its mean', () => {
    const panel = [...pricedPanel(20, 60), { id: 'new', values: [7, 9] }];
    const fitted = fitGlobalModel(panel, { ...QUICK, trees: 5 }).fitted('new');
    expect(fitted.notes.at(-1)?.message).toContain('needs 5 values and found 2');
    expect([...fitted.forecast(1).mean]).toEqual([8]);
  });

  it('multiplies its forecasts when every series is multiplied by 1,024', () => {
    const demand = (scale: number): PanelSeries[] =>
      Array.from({ length: 25 }, (_, number) => {
        const random = randomStream('scale', number);
        const values = Float64Array.from({ length: 50 }, () =>
          random.next() < 0.5 ? 0 : scale * random.next(),
        );
        return { id: `${number}`, values };
      });
    const [small, large] = [fitGlobalModel(demand(1), QUICK), fitGlobalModel(demand(1024), QUICK)];
    for (const id of ['0', '11', '24']) {
      const scaled = small
        .fitted(id)
        .forecast(4)
        .quantile(0.9)
        .map((value) => 1024 * value);
      expect(large.fitted(id).forecast(4).quantile(0.9)).toEqual(scaled);
    }
  });
});

describe('what it refuses', () => {
  const panel = pricedPanel(3, 30);

  it.each([
    [{ horizon: 0 }, 'horizon is 0'],
    [{ learningRate: 0 }, 'learningRate is 0'],
    [{ leaves: 1 }, 'leaves is 1'],
    [{ bins: 256 }, 'bins is 256'],
    [{ levels: [0.5, 0.1, 0.9] }, 'levels is 0.5 0.1 0.9'],
  ])('%o, and takes its twin', (wrong, message) => {
    expect(() => fitGlobalModel(panel, { ...QUICK, ...wrong })).toThrow(RangeError);
    expect(() => fitGlobalModel(panel, { ...QUICK, ...wrong })).toThrow(message);
  });

  it('a date that is none, naming the series, and takes a day of the calendar', () => {
    const dated = (startDate: string) => [
      panel[0]!,
      { ...panel[1]!, startDate, frequency: 'weekly' as const },
    ];
    expect(() => fitGlobalModel(dated('2024-02-30'), QUICK)).toThrow("startDate of 'item 1' is '2024-02-30'");
    expect(fitGlobalModel(dated('2024-02-29'), QUICK).fitted('item 1').forecast(1).mean).toHaveLength(1);
  });

  it('two series of one id, and an id it has not seen', () => {
    const twice = [panel[0]!, panel[0]!];
    expect(() => fitGlobalModel(twice, QUICK)).toThrow("id 'item 0' is there twice");
    const model = fitGlobalModel(panel, { ...QUICK, leaves: 2, bins: 255, learningRate: 1 });
    expect(() => model.fitted('item 9')).toThrow("id is 'item 9'");
    expect(() => model.contributions('item 2', 0)).toThrow('step is 0');
    expect(Number.isFinite(model.contributions('item 2', 1).base)).toBe(true);
    expect(model.fitted('item 2').forecast(1).mean).toHaveLength(1);
  });
});
