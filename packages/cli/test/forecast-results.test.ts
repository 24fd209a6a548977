import { existsSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { csv, day, days, openRuns, weekly } from './forecast-runs.ts';
import { granary } from './granary.ts';

const { folder, forecast, forecastJson, close } = await openRuns();
afterAll(close);

describe('regressors', () => {
  /** Twice as much on days with a promotion, which come without a pattern. */
  const promoted = (index: number) => ((index * 7919) % 11 < 3 ? 1 : 0);
  const units = (index: number) => 20 * (1 + promoted(index)) + (index % 3);
  const history = days(120, (date, index) => `${date},${units(index)},${promoted(index)}`);
  const ahead = Array.from({ length: 10 }, (_, step) => 120 + step);

  it('are read ahead from rows without a value, which also set the horizon', async () => {
    const future = ahead.map((index) => `${day(index)},,${promoted(index)}`);
    const { result, code } = await forecastJson(csv('date,units,promo', [...history, ...future]));
    expect(code).toBe(0);
    expect(result.horizon).toBe(10);
    expectPromotions(result.forecasts[0].forecasts[0].mean);
  });

  it('are read ahead from a file of their own', async () => {
    const path = join(folder, 'future.csv');
    await writeFile(
      path,
      csv(
        'date,promo',
        ahead.map((index) => `${day(index)},${promoted(index)}`),
      ),
    );
    const { result } = await forecastJson(csv('date,units,promo', history), '--future', path);
    expect(result.horizon).toBe(10);
    expectPromotions(result.forecasts[0].forecasts[0].mean);
  });

  it('are left out, and said to be, where nothing is known ahead', async () => {
    const { stdout, code } = await forecast(csv('date,units,promo', history));
    expect(code).toBe(0);
    expect(stdout).toContain('Regressor "promo" was left out: it is not known for the periods ahead.');
  });

  it('come from the holidays of a country', async () => {
    // Four years of days on which nothing is sold on Christmas Day and the day after.
    const rows = days(
      4 * 365 - 10,
      (date, index) => `${date},${/12-2[56]$/.test(date) ? 0 : 30 + (index % 7)}`,
    );
    const until = rows.findIndex((row) => row.startsWith('2026-12-20'));
    const content = csv('date,units', rows.slice(0, until));
    const { result } = await forecastJson(
      content,
      '--holidays',
      'DE',
      '--model',
      'regression',
      '--horizon',
      '10',
    );
    const { mean } = result.forecasts[0].forecasts[0];
    const on = (date: string) => mean[result.forecasts[0].dates.indexOf(date)];
    expect(on('2026-12-25')).toBeLessThan(0.5 * on('2026-12-23'));
  });

  function expectPromotions(mean: number[]): void {
    const with_ = ahead.filter((index) => promoted(index) === 1).map((index) => mean[index - 120]!);
    const without = ahead.filter((index) => promoted(index) === 0).map((index) => mean[index - 120]!);
    expect(with_.length).toBeGreaterThan(1);
    expect(Math.min(...with_)).toBeGreaterThan(1.5 * Math.max(...without));
  }
});

describe('forecasts of the past', () => {
  it('score each model and test it against the first', async () => {
    const content = csv(
      'date,units',
      days(140, (date, index) => `${date},${weekly(index) + ((index * 31) % 5) / 5}`),
    );
    const { result, stderr } = await forecastJson(
      content,
      '--model',
      'seasonal-naive,mean',
      '--backtest',
      '4',
      '--horizon',
      '7',
    );
    const [season, mean] = result.backtest.scores;
    expect(result.backtest, stderr).toMatchObject({ forecasts: 4, ids: 1, tooShort: 0 });
    expect(season.mase).toBeLessThan(mean.mase);
    expect(mean.comparison.difference).toBeGreaterThan(0);
    expect(mean.comparison.probability).toBeLessThan(0.05);
    expect(season.comparison).toBeUndefined();
  });

  it('are right to the last digit where a reader can redo them', async () => {
    const content = csv(
      'date,units',
      days(5, (date, index) => `${date},${index + 1}`),
    );
    const { result } = await forecastJson(
      content,
      '--model',
      'naive',
      '--backtest',
      '1',
      '--horizon',
      '1',
      '--season',
      'none',
    );
    // 5 forecast as 4: the error is 1, of 5; the naive error in the history is 1.
    expect(result.backtest.scores[0]).toMatchObject({ mase: 1, wape: 0.2, bias: -0.2 });
  });
});

describe('the total over the horizon', () => {
  it('is narrower than the sum of the ends of its periods, and the same for the same seed', async () => {
    const content = csv(
      'date,units',
      days(90, (date, index) => `${date},${20 + ((index * 7919) % 17)}`),
    );
    const run = (seed: string) => forecast(content, '--model', 'mean', '--horizon', '14', '--seed', seed);
    const [one, again, other] = [await run('1'), await run('1'), await run('2')];
    const line = /Total of the 14 days: ([\d.]+); 80 % between ([\d.]+) and ([\d.]+)/;
    const [, mean, low, high] = line.exec(one.stdout)!.map(Number);
    const periods = [...one.stdout.matchAll(/2024-\d\d-\d\d \w{3} +([\d.]+) +[\d.]+ +([\d.]+) +([\d.]+)/g)];
    const sum = (column: number) => periods.reduce((total, period) => total + Number(period[column]), 0);
    expect(periods).toHaveLength(14);
    expect(Math.abs(mean! - sum(1))).toBeLessThan(1);
    expect(low).toBeGreaterThan(sum(2));
    expect(high).toBeLessThan(sum(3));
    expect(again.stdout.replace(again.path, '')).toBe(one.stdout.replace(one.path, ''));
    expect(line.exec(other.stdout)![0]).not.toBe(line.exec(one.stdout)![0]);
  });
});

describe('drawings', () => {
  it('are an SVG with actual values, median and bands, and a page that needs nothing else', async () => {
    const svg = join(folder, 'chart.svg');
    const html = join(folder, 'page.html');
    const rows = ['<a>&"', 'b'].flatMap((id) =>
      days(
        60,
        (date, index) => `${date},"${id.replaceAll('"', '""')}",${weekly(index) + ((index * 7919) % 5)}`,
      ),
    );
    const { code, stderr } = await forecast(
      csv('date,id,units', rows),
      '--svg',
      svg,
      '--html',
      html,
      '--horizon',
      '7',
    );
    expect(code, stderr).toBe(0);
    const drawing = await readFile(svg, 'utf8');
    expect(drawing.match(/<svg /g)).toHaveLength(3);
    expect(drawing).toContain('&lt;a&gt;&amp;');
    for (const word of ['median', '50 %', '80 %', 'forecast from 2024-03-01'])
      expect(drawing).toContain(word);
    const page = await readFile(html, 'utf8');
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
    expect(page.match(/<table>/g)).toHaveLength(2);
    expect(page).not.toContain('<a>');
  });
});

describe.skipIf(process.platform !== 'linux')('--open', () => {
  const content = csv(
    'date,units',
    days(20, (date, index) => `${date},${weekly(index)}`),
  );
  /** A desktop whose opener notes what it was given and ends with a code. */
  async function openWith(code: number) {
    const desktop = await mkdtemp(join(folder, 'desktop-'));
    await writeFile(join(desktop, 'xdg-open'), `#!/bin/sh\necho "$1" > ${desktop}/opened\nexit ${code}\n`, {
      mode: 0o755,
    });
    const file = join(desktop, 'sales.csv');
    await writeFile(file, content);
    const run = await granary(['forecast', file, '--open'], { PATH: `${desktop}:/usr/bin:/bin` });
    return { ...run, opened: (await readFile(join(desktop, 'opened'), 'utf8')).trim() };
  }

  it('hands a page to the browser of the desktop', async () => {
    const { code, stderr, opened } = await openWith(0);
    expect(code, stderr).toBe(0);
    expect(await readFile(fileURLToPath(opened), 'utf8')).toContain('<h1>Forecast of sales.csv</h1>');
    expect(stderr).not.toContain('no browser');
  });

  it('names the address where there is no browser, and still ends well', async () => {
    const { code, stderr, opened } = await openWith(3);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`no browser could be started here: open ${opened}`);
  });
});

describe('many rows', () => {
  const weeks = (id: number) =>
    Array.from(
      { length: 100 },
      (_, week) =>
        `${new Date(Date.UTC(2022, 0, 3 + 7 * week)).toISOString().slice(0, 10)},S${id},${(id * 31 + week * 17) % 40}`,
    );

  it('run in a small memory where they are sorted by id', async () => {
    const path = join(folder, 'big.csv');
    const out = join(folder, 'big-forecast.csv');
    await writeFile(path, csv('week,sku,units', Array.from({ length: 2_000 }, (_, id) => weeks(id)).flat()));
    const { code, stdout, stderr } = await granary(
      ['forecast', path, '--model', 'ses', '--horizon', '4', '--out', out],
      { NODE_OPTIONS: '--max-old-space-size=72' },
    );
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('200,000 rows, 2,000 ids, weekly');
    expect(stderr).not.toContain('held in memory');
    expect((await readFile(out, 'utf8')).trimEnd().split('\n')).toHaveLength(1 + 2_000 * 4);
    expect(existsSync(`${out}.part`)).toBe(false);
  });

  it('are held where they are not, give the same forecasts, and it is said', async () => {
    const sorted = Array.from({ length: 101 }, (_, id) => weeks(id)).flat();
    const shuffled = sorted.toSorted((a, b) => a.slice(0, 10).localeCompare(b.slice(0, 10)));
    const apart = await forecast(csv('week,sku,units', shuffled), '--csv', '--model', 'ses');
    const together = await forecast(csv('week,sku,units', sorted), '--csv', '--model', 'ses');
    expect(apart.stderr).toContain('The rows of an id do not stand together');
    expect(together.stderr).not.toContain('do not stand together');
    expect(apart.stdout).toBe(together.stdout);
  });
});

const data = process.env.GRANARY_DATA ?? new URL('../../../../shared/data', import.meta.url).pathname;
const hasData = existsSync(join(data, 'tourism_monthly.csv.gz'));
if (process.env.CI === 'true' && !hasData) throw new Error(`CI needs the real data in ${data}`);

describe.skipIf(!hasData)('real series', () => {
  it('of tourism by region are forecast better by auto than by repeating the last year', async () => {
    const text = gunzipSync(await readFile(join(data, 'tourism_monthly.csv.gz'))).toString();
    const rows = text
      .trimEnd()
      .split('\n')
      .slice(1, 7)
      .flatMap((line) => {
        const [id, , , , , train] = line.split(',');
        return train!
          .split(' ')
          .map(
            (value, month) =>
              `${new Date(Date.UTC(1995, month)).toISOString().slice(0, 7)},${id},${value === 'NA' ? '' : value}`,
          );
      });
    const { result, code } = await forecastJson(
      csv('month,region_code,visitors', rows),
      '--model',
      'seasonal-naive,auto',
      '--backtest',
      '2',
    );
    expect(code).toBe(0);
    expect(result.forecasts).toHaveLength(6);
    const [naive, auto] = result.backtest.scores;
    expect(auto.mase).toBeLessThan(naive.mase);
    for (const { forecasts } of result.forecasts) {
      for (const { mean, intervals } of forecasts) {
        expect(mean.every((value: number) => Number.isFinite(value) && value >= 0)).toBe(true);
        for (const { low, high } of intervals)
          expect(low.every((value: number, step: number) => value <= high[step])).toBe(true);
      }
    }
  });
});
