import { describe, expect, it } from 'vitest';
import { allModels } from '../models/all-models.ts';
import { forecastAll, loadModel, modelNames } from './index.ts';

const values = Array.from({ length: 48 }, (_, month) => 100 + month + 5 * (month % 12));

describe('loadModel', () => {
  it('finds every model of the package, and Prophet', async () => {
    expect(modelNames).toEqual([...allModels.map(({ name }) => name), 'prophet']);
    for (const name of modelNames) expect((await loadModel(name)).name).toBe(name);
    await expect(loadModel('prophett')).rejects.toThrow("model is 'prophett'; it must be one of auto, ");
  });

  it('lets worker threads forecast by Prophet itself, the same as in this thread', async () => {
    const here = (await loadModel('prophet')).fit({ values, seasonalPeriods: [12] }).forecast(3);
    const results = forecastAll({
      source: [{ id: 'S1', values, seasonalPeriods: [12] }],
      model: 'prophet',
      horizon: 3,
      quantiles: [0.1, 0.9],
      threads: 2,
    });
    for await (const result of results) {
      expect(result).toMatchObject({ kind: 'forecast', model: 'prophet', mean: here.mean });
    }
  });
});
