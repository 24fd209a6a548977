import { randomStream } from '@granary/statistics';
import { describe, expect, it } from 'vitest';
import type { BulkProgress, BulkResult, BulkSeries, ForecastAllOptions } from './index.ts';
import { forecastAll } from './index.ts';
import { POISON } from './testing/own-models.ts';

const OWN_MODELS = new URL('./testing/own-models.ts', import.meta.url).href;

function demands(count: number): BulkSeries[] {
  return Array.from({ length: count }, (_, number) => {
    const random = randomStream(5, number);
    const values = Float64Array.from({ length: 20 + (number % 30) }, () => Math.floor(9 * random.next()));
    return { id: `item ${number}`, values, seasonalPeriods: [7] };
  });
}

async function collected(options: ForecastAllOptions): Promise<BulkResult[]> {
  const results: BulkResult[] = [];
  for await (const result of forecastAll(options)) results.push(result);
  return results;
}

const ids = (results: readonly BulkResult[]): string[] => results.map(({ id }) => id);
const method = { model: 'seasonal-naive', horizon: 5, quantiles: [0.1, 0.5, 0.9] };

describe('forecastAll', () => {
  it('gives the same bytes on 1, 2 and 5 threads and for any size of chunk', async () => {
    // JSON has null for NaN, and text is no number on any thread.
    const fromJson = { id: 'json', values: JSON.parse('[3, null, 5, 4, "9", 6, 5, 7]') as number[] };
    const source = [...demands(61), fromJson];
    const alone = await collected({ ...method, source });
    expect(alone).toHaveLength(62);
    expect(alone[61]).toMatchObject({ notes: [{ code: 'gaps-filled' }] });
    expect(alone[3]).toMatchObject({ kind: 'forecast', model: 'seasonal-naive' });
    for (const [threads, chunk] of [
      [1, 7],
      [2, 7],
      [5, 3],
    ] as const) {
      expect(await collected({ ...method, source, threads, chunk })).toEqual(alone);
    }
  });

  it('hands back what the model says of each series by itself', async () => {
    const [first] = await collected({ source: [{ id: 'a', values: [2, 4, 6] }], model: 'drift', horizon: 2 });
    // Drift: the last value plus (6 - 2) / 2 per period.
    expect(first).toMatchObject({ kind: 'forecast', id: 'a', quantiles: [] });
    expect(first?.kind === 'forecast' && [...first.mean]).toEqual([8, 10]);
  });

  it('reads the source no further ahead than the chunks under way', async () => {
    let read = 0;
    function* source(): Generator<BulkSeries> {
      for (const series of demands(400)) {
        read++;
        yield series;
      }
    }
    for (const [threads, chunk] of [
      [0, 4],
      [2, 4],
    ] as const) {
      read = 0;
      let taken = 0;
      let furthest = 0;
      for await (const _ of forecastAll({ ...method, source: source(), threads, chunk })) {
        taken++;
        furthest = Math.max(furthest, read - taken);
        if (taken % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      }
      expect(taken).toBe(400);
      expect(furthest).toBeLessThanOrEqual(chunk * (2 * threads + 1));
    }
  });

  it('closes the source when the caller stops taking results', async () => {
    let closed = false;
    function* source(): Generator<BulkSeries> {
      try {
        yield* demands(1000);
      } finally {
        closed = true;
      }
    }
    for await (const { id } of forecastAll({ ...method, source: source(), threads: 2, chunk: 4 })) {
      if (id === 'item 9') break;
    }
    expect(closed).toBe(true);
  });

  it('counts what was read, done and failed', async () => {
    const seen: BulkProgress[] = [];
    const source = demands(10);
    source[4] = { id: 'bad', values: [1, POISON] };
    await collected({
      source,
      model: 'throwing',
      models: OWN_MODELS,
      horizon: 2,
      chunk: 4,
      onProgress: (progress) => seen.push(progress),
    });
    expect(seen).toEqual([
      { read: 4, done: 4, failed: 0 },
      { read: 8, done: 8, failed: 1 },
      { read: 10, done: 10, failed: 1 },
    ]);
  });
});

describe('forecastAll, when something goes wrong', () => {
  const withPoison = (): BulkSeries[] => {
    const series = demands(12);
    series[5] = { id: 'poisoned', values: [1, POISON, 2] };
    return series;
  };

  it.each([0, 2])('makes an exception in one series its result (%i threads)', async (threads) => {
    const results = await collected({
      source: withPoison(),
      model: 'throwing',
      models: OWN_MODELS,
      horizon: 3,
      threads,
      chunk: 4,
    });
    expect(results[5]).toEqual({ kind: 'failed', id: 'poisoned', message: 'the series is poisoned' });
    expect(results.filter(({ kind }) => kind === 'forecast')).toHaveLength(11);
  });

  it('survives a thread that dies, and tells which series did it', async () => {
    const options = { model: 'fatal', models: OWN_MODELS, horizon: 3 };
    const results = await collected({ ...options, source: withPoison(), threads: 2, chunk: 4 });
    expect(ids(results)).toEqual(
      ids(await collected({ ...options, source: demands(12) })).with(5, 'poisoned'),
    );
    expect(results[5]).toMatchObject({ kind: 'failed', message: 'the thread ended with code 7' });
    expect(results.filter(({ kind }) => kind === 'forecast')).toHaveLength(11);
  });

  it.each([0, 2])('ends with the reason of the signal (%i threads)', async (threads) => {
    const controller = new AbortController();
    let taken = 0;
    const run = async (): Promise<void> => {
      const { signal } = controller;
      for await (const _ of forecastAll({ ...method, source: demands(500), threads, chunk: 4, signal })) {
        if (++taken === 6) controller.abort(new Error('enough'));
      }
    };
    await expect(run()).rejects.toThrow('enough');
    // The rest of the chunk at hand is still handed over.
    expect(taken).toBeLessThanOrEqual(8);
  });

  it('ends although the source never answers', async () => {
    const controller = new AbortController();
    async function* source(): AsyncGenerator<BulkSeries> {
      yield* demands(3);
      await new Promise(() => undefined);
    }
    setTimeout(() => controller.abort(new Error('no more waiting')), 20);
    await expect(
      collected({ ...method, source: source(), chunk: 8, signal: controller.signal }),
    ).rejects.toThrow('no more waiting');
  });

  it('hands on what the source throws, after closing its threads', async () => {
    function* source(): Generator<BulkSeries> {
      yield* demands(9);
      throw new Error('the disk is gone');
    }
    await expect(collected({ ...method, source: source(), threads: 2, chunk: 4 })).rejects.toThrow(
      'the disk is gone',
    );
  });

  it.each([
    [{ model: 'no such model' }, "model is 'no such model'"],
    [{ horizon: 0 }, 'horizon is 0'],
    [{ quantiles: [1] }, 'quantiles has 1'],
    [{ threads: -1 }, 'threads is -1'],
    [{ chunk: 0 }, 'chunk is 0'],
  ])('refuses %o and takes its twin', async (wrong, message) => {
    const source = demands(2);
    const refused = collected({ ...method, source, ...wrong });
    await expect(refused).rejects.toThrow(RangeError);
    await expect(refused).rejects.toThrow(message);
    expect(await collected({ ...method, source, threads: 0, chunk: 1 })).toHaveLength(2);
  });
});
