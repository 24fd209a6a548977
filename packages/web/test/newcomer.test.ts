import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { type GranaryProcess, startGranary } from './granary-process.ts';
import { openPage, seriousFaults, shoot } from './watched-page.ts';

const examples = fileURLToPath(new URL('../../../examples/grocer', import.meta.url));

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
});

describe('a newcomer with the demo company', () => {
  let granary: GranaryProcess;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    granary = await startGranary('--demo-size', 'small', '--demo-until', '2026-11-20');
    page = await openPage(browser, faults);
  });
  afterAll(async () => {
    await page?.close();
    await granary?.remove();
  });

  it('is shown the best actions with their money on the terminal', () => {
    expect(granary.output()).toMatch(/Saves/);
    expect(granary.output()).toMatch(/€\d/);
  });

  it('is signed in by the link and sees what needs a decision, ranked by money', async () => {
    await page.goto(granary.signInLink);
    await page.waitForURL('**/app/decisions');
    // The first page brings the whole screen with it.
    await expect.poll(() => page.locator('text=can be saved').count(), { timeout: 15_000 }).toBe(1);
    await expect.poll(() => savingsShown(page).then((shown) => shown.length)).toBeGreaterThan(0);
    const savings = await savingsShown(page);
    expect(savings).toEqual([...savings].sort((a, b) => b - a));
  });

  it('cannot use the link a second time', async () => {
    const other = await openPage(browser, []);
    await other.goto(granary.signInLink);
    await expect.poll(() => other.getByText('This link no longer opens').count()).toBe(1);
    await other.close();
  });

  it('opens the proof of the best one by keyboard: its terms add up to the saving, to the cent', async () => {
    await page.keyboard.press('j');
    await page.keyboard.press('e');
    const proof = page.getByRole('complementary', { name: 'Proof of the proposal' });
    await proof.getByText('How the saving adds up').waitFor();
    const id = new URL(page.url()).searchParams.get('action');
    const reply = await page.request.get(`${granary.address}/api/v1/actions/${id}`);
    const { proof: stored } = (await reply.json()) as {
      proof: { terms: { amount: number }[]; savings: { mean: number } };
    };
    const sum = stored.terms.reduce((total, term) => total + term.amount, 0);
    expect(sum).toBeCloseTo(stored.savings.mean, 6);
    await shoot(page, 'decisions');
  });

  it('approves it, and it leaves the list without a reload', async () => {
    const id = new URL(page.url()).searchParams.get('action');
    const before = await openProposals(page, granary);
    await page.keyboard.press('a');
    await expect.poll(() => openProposals(page, granary)).toBe(before - 1);
    const reply = await page.request.get(`${granary.address}/api/v1/actions/${id}`);
    expect(((await reply.json()) as { status: string }).status).toBe('APPROVED');
    await expect.poll(() => new URL(page.url()).searchParams.get('action')).not.toBe(id);
  });

  it('rejects the next with a reason', async () => {
    const before = await openProposals(page, granary);
    await page.keyboard.press('r');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why').fill('The store closes on Monday.');
    await dialog.getByRole('button', { name: /^Reject/ }).click();
    await expect.poll(() => openProposals(page, granary)).toBe(before - 1);
  });

  it('records what the approved one brought in, and the results show it', async () => {
    await page.goto(`${granary.address}/app/decisions?status=APPROVED`);
    await page.getByRole('row').nth(1).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('e');
    await page.getByRole('button', { name: 'Record what happened…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/Recovered value/).fill('12.50');
    await dialog.getByLabel(/Units cleared/).fill('1');
    await dialog.getByRole('button', { name: 'Record' }).click();
    await page.getByText('What came of it').waitFor();
    await page.goto(`${granary.address}/app/kpis`);
    await expect.poll(() => page.getByText('€12.50').count()).toBeGreaterThan(0);
  });

  it('finds no serious fault of accessibility on any page', async () => {
    for (const path of ['decisions', 'risk', 'items', 'forecasts', 'import', 'kpis', 'account']) {
      await page.goto(`${granary.address}/app/${path}`);
      await page.getByRole('navigation').first().waitFor();
      await page.locator('main').first().waitFor();
      await page.waitForLoadState('networkidle');
      expect(await seriousFaults(page), path).toEqual([]);
      await shoot(page, path);
    }
  });

  it('saw no error in the browser on the way', () => {
    expect(faults).toEqual([]);
  });

  it('stops everything with Ctrl-C', async () => {
    expect(await granary.interrupt()).toBe(0);
    await expect(fetch(`${granary.address}/health`)).rejects.toThrow();
  });
});

describe('a newcomer with files of their own', () => {
  let granary: GranaryProcess;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    granary = await startGranary('--empty');
    page = await openPage(browser, faults);
  });
  afterAll(async () => {
    await page?.close();
    await granary?.remove();
  });

  it('is told what is needed while there is no data', async () => {
    await page.goto(granary.signInLink);
    await page.getByText('Nothing to decide yet').waitFor();
    await page.getByRole('button', { name: 'Import files' }).click();
    await page.waitForURL('**/app/import');
  });

  it('drops messy files as companies export them; each is read and counted', async () => {
    for (const file of [
      'stores.csv',
      'items.xlsx',
      'lanes.csv',
      'purchases.csv',
      'inventory.xlsx',
      'sales.csv',
    ]) {
      await page.locator('input[type=file]').setInputFiles(join(examples, file));
      const line = page.getByRole('region', { name: 'Files of this visit' });
      await expect.poll(() => line.getByText(file, { exact: true }).count()).toBe(1);
      await settle(page, file);
    }
    const stores = await count(page, granary, 'stores');
    const items = await count(page, granary, 'items');
    expect({ stores, items }).toEqual({ stores: 5, items: 24 });
    await shoot(page, 'import-done');
  });

  it('recalculates with one button; the bar moves and the decisions appear by themselves', async () => {
    await page.goto(`${granary.address}/app/decisions`);
    await page.getByText('Not calculated yet').waitFor();
    await page.getByRole('button', { name: 'Recalculate' }).first().click();
    await expect
      .poll(() => savingsShown(page).then((shown) => shown.length), { timeout: 90_000 })
      .toBeGreaterThan(0);
  });

  it('leads from a proposal back to the file and row it came from', async () => {
    await page.keyboard.press('j');
    await page.keyboard.press('e');
    await page
      .getByRole('complementary', { name: 'Proof of the proposal' })
      .getByText(/inventory\.xlsx/)
      .first()
      .waitFor();
  });

  it('saw no error in the browser on the way', () => {
    expect(faults).toEqual([]);
  });
});

/** A file is done when its line says so; where Granary is unsure of a column, its suggestion is confirmed. */
async function settle(page: Page, file: string): Promise<void> {
  const confirm = page
    .getByRole('form', { name: `Columns of ${file}` })
    .getByRole('button', { name: 'Read it this way' });
  const done = page.getByText(/✓ [\d,]+ rows read/);
  const finishedBefore = settled.get(page) ?? 0;
  await expect
    .poll(
      async () => {
        if ((await confirm.count()) > 0) await confirm.click();
        return done.count();
      },
      { timeout: 60_000 },
    )
    .toBe(finishedBefore + 1);
  settled.set(page, finishedBefore + 1);
}
const settled = new WeakMap<Page, number>();

/** The first column of figures, top to bottom. */
async function savingsShown(page: Page): Promise<number[]> {
  const cells = await page.locator('table tbody tr td:nth-child(2)').allInnerTexts();
  return cells.map((text) => Number(text.replace(/[^\d.-]/g, ''))).filter((value) => !Number.isNaN(value));
}

async function openProposals(page: Page, granary: GranaryProcess): Promise<number> {
  const reply = await page.request.get(`${granary.address}/api/v1/actions?status=PROPOSED&limit=1`);
  return ((await reply.json()) as { page: { total: number } }).page.total;
}

async function count(page: Page, granary: GranaryProcess, list: string): Promise<number> {
  const reply = await page.request.get(`${granary.address}/api/v1/${list}`);
  return ((await reply.json()) as { page: { total: number } }).page.total;
}
