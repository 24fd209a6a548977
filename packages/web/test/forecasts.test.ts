import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { type GranaryProcess, startGranary } from './granary-process.ts';
import { openPage, seriousFaults, shoot } from './watched-page.ts';

interface Item {
  sku_id: string;
  name: string;
}

let browser: Browser;
let granary: GranaryProcess;
let page: Page;
let item: Item;
const faults: string[] = [];
const lastDay = '2026-11-20';
/** A busy machine answers later; it answers the same. */
const soon = { timeout: 15_000 };

beforeAll(async () => {
  browser = await launchBrowser();
  granary = await startGranary('--demo-size', 'small', '--demo-until', lastDay);
  page = await openPage(browser, faults);
  await page.goto(granary.signInLink);
  await page.waitForURL('**/app/decisions');
  [item] = (await ask<{ data: [Item] }>('items?limit=1')).data;
});
afterAll(async () => {
  await browser?.close();
  await granary?.remove();
});

async function ask<Reply>(path: string): Promise<Reply> {
  return (await page.request.get(`${granary.address}/api/v1/${path}`)).json() as Promise<Reply>;
}

const result = () => page.getByRole('region', { name: 'Forecast', exact: true });

async function choose(label: string, text: string, option: string | RegExp): Promise<void> {
  const box = page.getByRole('combobox', { name: label });
  await box.click();
  await box.fill(text);
  await page.getByRole('option', { name: option }).first().click();
}

describe('the page of forecasts', () => {
  it('is reached from the navigation, and says what it needs first', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Forecasts' }).click();
    await page.waitForURL('**/app/forecasts');
    await page.getByText('No forecast made yet.').waitFor();
    const button = page.getByRole('button', { name: 'Forecast', exact: true });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    expect(await button.getAttribute('aria-description')).toBe('Choose an item first.');
    await shoot(page, 'forecasts-empty');
  });

  it('forecasts the item chosen, in weeks, with history, reason and figures', async () => {
    await choose('Item', item.name, new RegExp(item.sku_id));
    await page.getByRole('button', { name: 'Forecast', exact: true }).click();
    await result().waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.get('forecast'), soon).toMatch(/^[\da-f-]{36}$/);
    const stored = await ask<{ reason: string; periods: unknown[]; history: unknown[] }>(
      `forecasts/${new URL(page.url()).searchParams.get('forecast')}`,
    );
    expect(stored.periods).toHaveLength(13);
    expect(stored.history.length).toBeGreaterThan(10);
    await result().getByText(stored.reason).waitFor();
    await shoot(page, 'forecasts');
  });

  it('shows the same figures as a table, reached by keyboard', async () => {
    const button = result().getByRole('button', { name: 'as table' });
    await button.focus();
    await page.keyboard.press('Enter');
    const table = page.getByRole('region', { name: 'Demand as a table' });
    await table.waitFor();
    expect(await table.getByRole('columnheader').allInnerTexts()).toEqual([
      'Day',
      'Sold',
      'Forecast, median',
      '90 %, low',
      '90 %, high',
      '50 %, low',
      '50 %, high',
    ]);
    await result().getByRole('button', { name: 'as chart' }).click();
  });

  it('lists it among the earlier ones, with how good it was once sales came', async () => {
    const place = (
      await ask<{ data: { store_id: string; name: string; kind: string }[] }>('stores')
    ).data.find((store) => store.kind === 'store');
    await choose('Place', place?.name ?? '', new RegExp(place?.name ?? ''));
    await page.getByText('day', { exact: true }).click();
    await page.getByRole('button', { name: 'Forecast', exact: true }).click();
    const earlier = page.getByRole('region', { name: 'Earlier forecasts' });
    await expect.poll(() => earlier.getByText('to come').count(), soon).toBe(2);

    const sales = ['2026-11-21', '2026-11-22', '2026-11-23']
      .map((date) => `${date},${place?.store_id},${item.sku_id},7\n`)
      .join('');
    const sent = await page.request.post(`${granary.address}/api/v1/upload`, {
      headers: { 'x-granary-client': 'web' },
      multipart: {
        file_type: 'sales',
        file: {
          name: 'sales.csv',
          mimeType: 'text/csv',
          buffer: Buffer.from(`date,store_id,sku_id,units_sold\n${sales}`),
        },
      },
    });
    expect(sent.ok(), await sent.text()).toBe(true);
    await expect
      .poll(async () => {
        const { data } = await ask<{ data: { known_periods: number }[] }>('forecasts/history?limit=1');
        return data[0]?.known_periods;
      }, soon)
      .toBe(3);
    await page.reload();
    await expect.poll(() => earlier.getByText(/\d+ ?%/).count(), soon).toBeGreaterThan(0);
    await page.getByText('on request, by day').first().waitFor();
    await shoot(page, 'forecasts-compared');
  });

  it('opens an earlier one again, with the form as it was', async () => {
    const earlier = page.getByRole('region', { name: 'Earlier forecasts' });
    await earlier.getByRole('link').last().click();
    await expect.poll(() => new URL(page.url()).searchParams.get('frequency'), soon).toBe('weekly');
    await expect.poll(() => result().getByText('in all stores together').count(), soon).toBe(1);
  });

  it('has no serious fault of accessibility, light or dark, and fits a phone', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForLoadState('networkidle');
      await coloursArrived(page, colorScheme);
      expect(await seriousFaults(page), colorScheme).toEqual([]);
    }
    await shoot(page, 'forecasts-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 390, height: 844 });
    await coloursArrived(page, 'light');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await seriousFaults(page)).toEqual([]);
    await shoot(page, 'forecasts-phone', true);
  });

  it('saw no error in the browser on the way', () => {
    expect(faults).toEqual([]);
  });
});

/** Colours fade from one scheme to the other: halfway, contrast is too low for a moment. */
async function coloursArrived(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.waitForFunction(
    (scheme) => document.documentElement.getAttribute('data-mantine-color-scheme') === scheme,
    colorScheme,
  );
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  });
}
