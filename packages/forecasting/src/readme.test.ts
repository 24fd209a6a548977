import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as forecasting from './index.ts';
import { allModels } from './models/all-models.ts';

const readme = readFileSync(resolve(import.meta.dirname, '../README.md'), 'utf8');

describe('the README', () => {
  it('names everything the package offers', () => {
    const named = new Set([...readme.matchAll(/\b(\w+)\b/g)].map((match) => match[1]));
    expect(Object.keys(forecasting).filter((name) => !named.has(name))).toEqual([]);
  });

  it('has an example that runs as it stands there', () => {
    const values = /const sales = \[([^\]]+)\]/.exec(readme)?.[1]?.split(',').map(Number) ?? [];
    expect(values).toHaveLength(36);
    const fitted = forecasting.auto.fit({ values, seasonalPeriods: [12] }, { horizon: 6 });
    const forecast = fitted.forecast(6);
    expect(fitted.model).toBe('auto');
    expect(forecast.quantile(0.9)[0]).toBeGreaterThan(forecast.mean[0]!);
    expect(forecast.samplePaths({ paths: 1000, seed: 1 }).values).toHaveLength(6000);
  });
});

describe('allModels', () => {
  it('has each name once', () => {
    const names = allModels.map((model) => model.name);
    expect(new Set(names).size).toBe(names.length);
  });
});
