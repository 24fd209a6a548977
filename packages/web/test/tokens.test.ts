import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { judgeAppearance } from './colours.ts';
import { soon } from './people.ts';
import { type ServedApp, serveApp } from './served-app.ts';

let browser: Browser;
let app: ServedApp;
let page: Page;
let token: string;
const faults: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  app = await serveApp();
  page = await app.openOwner(browser, faults);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

const asked = (path: string) =>
  fetch(`${app.address}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
const rows = () => page.getByRole('table', { name: 'Tokens' }).locator('tbody tr');

describe('a token for a program', () => {
  it('is explained while there is none', async () => {
    await page.goto(`${app.address}/app/tokens`);
    await page.getByText('No program has access yet').waitFor();
    await judgeAppearance(page, 'tokens-empty');
  });

  it('is made for what the program needs and no more, by keyboard alone', async () => {
    await page.getByRole('button', { name: 'New token…' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New token' });
    await dialog.getByRole('checkbox', { name: /catalog\.read/ }).waitFor();
    await expect
      .poll(
        () => dialog.getByLabel('For', { exact: true }).evaluate((input) => input === document.activeElement),
        soon,
      )
      .toBe(true);
    await page.keyboard.press('Enter');
    await dialog.getByText('Choose at least one thing it may do.').waitFor();
    await page.keyboard.type('Till of Lyon 3');
    await dialog.getByRole('checkbox', { name: /catalog\.read/ }).focus();
    await page.keyboard.press('Space');
    await judgeAppearance(page, 'token-new');
    await dialog.getByRole('button', { name: 'Make the token' }).focus();
    await page.keyboard.press('Enter');
    const made = page.getByRole('dialog', { name: 'The token Till of Lyon 3 is made' });
    token = await made.getByLabel('The token', { exact: true }).inputValue();
    await judgeAppearance(page, 'token-made');
    await made.getByRole('button', { name: 'I have copied it' }).click();
    await made.waitFor({ state: 'hidden' });
  });

  it('is shown once: nothing on the page or in the list holds it', async () => {
    await rows().getByText('Till of Lyon 3').waitFor();
    expect(await page.content()).not.toContain(token);
    const list = await page.request.get(`${app.address}/api/v1/tokens`);
    expect(await list.text()).not.toContain(token);
    await rows().getByText('never').waitFor();
    await judgeAppearance(page, 'tokens');
  });

  it('opens what it is for and nothing else, and tells when it was last used', async () => {
    expect((await asked('/stores')).status).toBe(200);
    expect((await asked('/actions')).status).toBe(403);
    await expect
      .poll(async () => {
        await page.reload();
        await rows().first().waitFor();
        return rows().getByText('never').count();
      }, soon)
      .toBe(0);
  });

  it('ends by a click and a yes', async () => {
    await page.getByRole('button', { name: 'Revoke the token Till of Lyon 3' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
    await expect.poll(async () => (await asked('/stores')).status, soon).toBe(401);
  });

  it('saw no error in the browser on the way', () => {
    expect(faults).toEqual([]);
  });
});
