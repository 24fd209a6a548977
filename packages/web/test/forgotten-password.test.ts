import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { judgeAppearance } from './colours.ts';
import { type Mailbox, openMailbox } from './mailbox.ts';
import { soon } from './people.ts';
import { type ServedApp, serveApp } from './served-app.ts';
import { openPage } from './watched-page.ts';

const account = { name: 'Olga Owner', email: 'olga@grocer.example', password: 'Corner-Grocers-7' };
const fresh = 'Quiet-Harbour-19';

let browser: Browser;
let mailbox: Mailbox;
let app: ServedApp;
let owner: Page;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  mailbox = await openMailbox();
  app = await serveApp({ GRANARY_SMTP_URL: mailbox.url, GRANARY_MAIL_FROM: 'granary@grocer.example' });
  owner = await app.openOwner(browser);
  const saved = await owner.request.put(`${app.address}/api/v1/auth/account`, {
    headers: { 'x-granary-client': 'web' },
    data: account,
  });
  expect(saved.ok(), await saved.text()).toBe(true);
  page = await openPage(browser, []);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await mailbox?.close();
});

/** The mail names the address of the settings; the test listens on one of its own. */
const tokenOf = (link: string) => link.split('#')[1] ?? '';

async function ask(email: string): Promise<void> {
  await page.goto(`${app.address}/app/sign-in`);
  await page.getByRole('link', { name: 'Forgotten the password' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.keyboard.press('Enter');
  await page.getByText(`If somebody signs in with ${email}, a link is on its way there.`).waitFor();
}

describe('a forgotten password', () => {
  it('is asked for in the same way whether somebody has the address or not', async () => {
    await ask('nobody@grocer.example');
    await judgeAppearance(page, 'forgotten-asked');
    await ask(account.email);
    await expect.poll(() => mailbox.links().length, soon).toBe(1);
  });

  it('is replaced by the link of the mail, with the rules ticked off', async () => {
    const [link = ''] = mailbox.links();
    expect(new URL(link).pathname).toBe('/app/reset-password');
    await page.goto(`${app.address}/app/reset-password#${tokenOf(link)}`);
    await page.getByLabel('New password').first().fill('quiet');
    await page.keyboard.press('Enter');
    await page.getByText('Not every rule below is met yet').waitFor();
    await judgeAppearance(page, 'reset-password');
    await page.getByLabel('New password').first().fill(fresh);
    await page.keyboard.press('Enter');
    await page.getByText('Your password is changed').waitFor();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('E-mail').fill(account.email);
    await page.getByLabel('Password', { exact: true }).fill(fresh);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/app/decisions');
  });

  it('ended every session there was', async () => {
    await owner.locator('a[href="/app/kpis"]').dispatchEvent('click');
    await owner.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
  });

  it('opens its link once', async () => {
    const [link = ''] = mailbox.links();
    const late = await openPage(browser, []);
    await late.goto(`${app.address}/app/reset-password#${tokenOf(link)}`);
    await late.getByLabel('New password').first().fill('Another-Harbour-20');
    await late.keyboard.press('Enter');
    await late.getByText(/was used already/).waitFor();
    await late.getByRole('link', { name: 'Send a new link' }).waitFor();
    await judgeAppearance(late, 'reset-used');
  });
});
