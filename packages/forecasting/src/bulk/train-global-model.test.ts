import { randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import { fitGlobalModel, type PanelSeries } from '../models/gradient-boosting/index.ts';
import { trainGlobalModel } from './index.ts';

const options = { horizon: 3, levels: [0.1, 0.5, 0.9], rows: 1500, trees: 15 };
const panel: PanelSeries[] = Array.from({ length: 20 }, (_, number) => {
  const random = randomStream('threads', number);
  const values = Float64Array.from({ length: 60 }, () =>
    random.next() < 0.5 ? 0 : Math.ceil(9 * random.next()),
  );
  return { id: `${number}`, values, seasonalPeriods: [12] };
});

describe('trainGlobalModel', () => {
  it('learns the same model, to the byte, on 1, 2 and 5 threads', async () => {
    const expected = fitGlobalModel(panel, options);
    for (const threads of [1, 2, 5]) {
      const model = await trainGlobalModel(panel, { ...options, threads });
      expect(model.importance).toEqual(expected.importance);
      for (const { id } of panel) {
        const [forecast, same] = [model.fitted(id).forecast(3), expected.fitted(id).forecast(3)];
        expect(forecast.mean).toEqual(same.mean);
        expect(forecast.quantile(0.9)).toEqual(same.quantile(0.9));
        expect(forecast.samplePaths({ paths: 5, seed: 1 })).toEqual(same.samplePaths({ paths: 5, seed: 1 }));
      }
    }
  });

  it('ends with the reason of the signal', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('not needed any more')), 5);
    const training = trainGlobalModel(panel, {
      ...options,
      trees: 5000,
      threads: 2,
      signal: controller.signal,
    });
    await expect(training).rejects.toThrow('not needed any more');
  });

  it('refuses a negative number of threads and takes none', async () => {
    await expect(trainGlobalModel(panel, { ...options, threads: -1 })).rejects.toThrow('threads is -1');
    expect((await trainGlobalModel(panel, { ...options, threads: 0 })).rows).toBeGreaterThan(1000);
  });
});
