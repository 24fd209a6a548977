import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { judgeAppearance } from './colours.ts';
import { type GranaryProcess, startGranary } from './granary-process.ts';
import { openPage } from './watched-page.ts';

const soon = { timeout: 15_000 };
const reason = 'The store closes on Monday.';

let browser: Browser;
let granary: GranaryProcess;
let page: Page;
let actionId: string;
const faults: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  granary = await startGranary('--demo-size', 'small', '--demo-until', '2026-11-20');
  page = await openPage(browser, faults);
  await page.goto(granary.signInLink);
  await page.waitForURL('**/app/decisions');
  const list = await page.request.get(`${granary.address}/api/v1/actions?status=PROPOSED&limit=1`);
  const [action] = ((await list.json()) as { data: { action_id: number; version: number }[] }).data;
  actionId = String(action?.action_id);
  const rejected = await page.request.post(`${granary.address}/api/v1/actions/${actionId}/reject`, {
    headers: { 'x-granary-client': 'web' },
    data: { reason, version: action?.version },
  });
  expect(rejected.ok(), await rejected.text()).toBe(true);
});
afterAll(async () => {
  await browser?.close();
  await granary?.remove();
});

const rows = () => page.getByRole('table', { name: 'Audit entries, latest first' }).locator('tbody tr');
const detail = () => page.getByRole('dialog', { name: 'What was done' });

describe('the audit', () => {
  it('is reached from the navigation, with the latest entry first', async () => {
    const navigation = page.getByRole('navigation', { name: 'Main' });
    await navigation.getByRole('link', { name: 'Administration' }).click();
    await page
      .getByRole('navigation', { name: 'Administration' })
      .getByRole('link', { name: 'Audit' })
      .click();
    await page.waitForURL('**/app/audit');
    await rows().first().getByText('rejected').waitFor();
    await judgeAppearance(page, 'audit');
  });

  it('finds an entry by a word of what was changed; the search stands in the address', async () => {
    await page.getByLabel('Search in names, verbs and fields').fill('closes on Monday');
    await expect.poll(() => new URL(page.url()).searchParams.get('text'), soon).toBe('closes on Monday');
    await expect.poll(() => rows().count(), soon).toBe(1);
    await page.reload();
    await expect.poll(() => rows().count(), soon).toBe(1);
    expect(await page.getByLabel('Search in names, verbs and fields').inputValue()).toBe('closes on Monday');
  });

  it('opens it by keyboard and shows what was before and what is after', async () => {
    await rows().first().getByRole('link', { name: 'rejected' }).focus();
    await page.keyboard.press('Enter');
    await detail().waitFor();
    const status = detail().getByRole('row', { name: /status/ });
    expect(await status.getByRole('deletion').innerText()).toContain('PROPOSED');
    expect(await status.getByRole('insertion').innerText()).toContain('REJECTED');
    await detail().getByText(reason).waitFor();
    await judgeAppearance(page, 'audit-entry');
  });

  it('leads on to everything done to the same thing', async () => {
    await detail()
      .getByRole('button', { name: /^Everything done to/ })
      .click();
    await expect.poll(() => new URL(page.url()).searchParams.get('entity_id'), soon).toBe(actionId);
    await detail().waitFor({ state: 'hidden' });
    await rows().first().waitFor();
    expect(new URL(page.url()).searchParams.has('entry')).toBe(false);
    await page.getByRole('button', { name: 'Clear all' }).click();
    await expect.poll(() => new URL(page.url()).search, soon).toBe('');
  });

  it('says what to do when nothing matches', async () => {
    await page.getByLabel('From this day').fill('2031-01-01');
    await page.getByText('No entry matches these filters').waitFor();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await rows().first().waitFor();
  });

  it('checks the chain on request, and tells that it is whole', async () => {
    await page.getByRole('button', { name: 'Check it now' }).click();
    await page.getByText(/^✓ [\d,]+ entries, chain intact$/).waitFor();
  });

  it('compares the chain with an end saved before, and says what to do where they differ', async () => {
    const save = await page.getByRole('link', { name: 'Save the end' }).getAttribute('href');
    const head = (await (await page.request.get(`${granary.address}${save}`)).json()) as { hash: string };
    const choose = async (content: object) => {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Compare with a saved end…' }).click();
      const buffer = Buffer.from(JSON.stringify(content));
      await (await chooser).setFiles({ name: 'head.json', mimeType: 'application/json', buffer });
    };
    await choose({ anything: 'else' });
    await page.getByText('This file holds no saved end.').waitFor();
    await choose(head);
    await page.getByText(/it goes on from the saved end/).waitFor();
    await choose({ ...head, hash: head.hash.replace(/./g, (digit) => (digit === '0' ? '1' : '0')) });
    const alarm = page.getByRole('alert').filter({ hasText: 'outside of Granary' });
    await alarm.getByText(/is not the one whose head was saved/).waitFor();
    await alarm.getByText('granary audit verify').waitFor();
    await judgeAppearance(page, 'audit-broken');
  });

  it('finds what one person did, looked for by name', async () => {
    await page.goto(`${granary.address}/app/audit`);
    const who = page.getByRole('combobox', { name: 'Who did it' });
    await who.click();
    await who.fill('owner');
    await page.getByRole('option', { name: 'Owner', exact: true }).click();
    await expect.poll(() => new URL(page.url()).searchParams.has('actor'), soon).toBe(true);
    const names = async () => [...new Set(await rows().locator('td:nth-child(2)').allInnerTexts())];
    await expect.poll(names, soon).toEqual(['Owner']);
    await page.reload();
    await expect.poll(() => who.inputValue(), soon).toBe('Owner');
  });

  it('exports what the filters show', async () => {
    await page.goto(`${granary.address}/app/audit?text=closes+on+Monday`);
    await rows().first().waitFor();
    const address = await page.getByRole('link', { name: 'Export as CSV' }).getAttribute('href');
    const file = await page.request.get(`${granary.address}${address}`);
    const lines = (await file.text()).trimEnd().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(reason);
  });

  it('saw no error in the browser on the way', () => {
    expect(faults).toEqual([]);
  });
});

describe('what happened at the door', () => {
  it('is one tab further, and empty states say so', async () => {
    await page
      .getByRole('navigation', { name: 'Administration' })
      .getByRole('link', { name: 'Security' })
      .click();
    await page.waitForURL('**/app/security');
    await page.getByRole('heading', { name: 'Security' }).waitFor();
    await judgeAppearance(page, 'security');
  });
});
