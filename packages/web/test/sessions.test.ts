import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { judgeAppearance } from './colours.ts';
import { soon } from './people.ts';
import { type ServedApp, serveApp } from './served-app.ts';
import { openPage, shoot } from './watched-page.ts';

const email = 'olga@grocer.example';
const password = 'Corner-Grocers-7';

/** Long enough for a session to reach its seven days without being idle. */
const idleHours = 100;

let browser: Browser;
let app: ServedApp;
let page: Page;
let other: Page;
const faults: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  app = await serveApp({ GRANARY_SESSION_IDLE_HOURS: String(idleHours) });
  page = await app.openOwner(browser, faults);
  other = await openPage(browser, faults);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

async function signIn(on: Page, typed: string): Promise<void> {
  await on.getByLabel('E-mail').fill(email);
  await on.getByLabel('Password', { exact: true }).fill(typed);
  await on.keyboard.press('Enter');
}

describe('the first owner, in by a link', () => {
  it('is asked for a password, and sees its rules met one by one', async () => {
    await page.getByRole('link', { name: 'Set a password' }).click();
    await page.waitForURL('**/app/account');
    await page.getByLabel('Name').fill('Olga Owner');
    await page.getByLabel('E-mail').fill(email);
    const typed = page.getByLabel('Password', { exact: true });
    await typed.fill('corner');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Not every rule below is met yet').waitFor();
    const rules = page.getByRole('list', { name: 'Rules of the password' }).getByRole('listitem');
    expect(await rules.filter({ hasText: 'a lower-case letter' }).innerText()).toMatch(/, met/);
    expect(await rules.filter({ hasText: 'a digit' }).innerText()).toMatch(/not yet/);
    await page.getByRole('button', { name: 'Show or hide the password' }).or(typed).first().waitFor();
    await typed.fill(password);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Password', exact: true }).waitFor();
    await judgeAppearance(page, 'account');
  });

  it('corrects the name with the password they have, and keeps it', async () => {
    await page.getByLabel('Name').fill('Olga Maria Owner');
    await page.getByLabel('Your password, to confirm').fill('Not-my-password-1');
    await page.getByRole('button', { name: 'Save' }).click();
    await page
      .getByText(/is not right/)
      .first()
      .waitFor();
    await page.getByLabel('Your password, to confirm').fill(password);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Account of Olga Maria Owner' }).waitFor();
  });

  it('takes along what is kept about them', async () => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download your data' }).click();
    expect((await download).suggestedFilename()).toBe('granary-my-data.json');
  });
});

describe('signing in with the password', () => {
  it('leads to the page one wanted, by keyboard alone', async () => {
    await other.goto(`${app.address}/app/kpis?granularity=month`);
    await other.waitForURL(/\/app\/sign-in\?next=/);
    await judgeAppearance(other, 'sign-in');
    await signIn(other, 'Not-my-password-1');
    await other.getByText('The e-mail address or the password is not right.').waitFor();
    await judgeAppearance(other, 'sign-in-refused');
    await other.getByRole('button', { name: 'Show or hide the password' }).focus();
    await other.keyboard.press('Enter');
    expect(await other.getByLabel('Password', { exact: true }).getAttribute('type')).toBe('text');
    await signIn(other, password);
    await other.waitForURL('**/app/kpis?granularity=month');
  });
});

describe('a session', () => {
  it('that is ended from another leads to signing in over the page, and nothing typed is lost', async () => {
    await other.goto(`${app.address}/app/account`);
    await other.getByRole('textbox', { name: 'Name' }).fill('A name half typed');
    await other.getByLabel('Your password, to confirm').fill(password);

    await page.reload();
    const ends = page.getByRole('button', { name: /^End the session on/ });
    await expect.poll(() => ends.count(), soon).toBe(1);
    const ended = page.waitForResponse((reply) => reply.request().method() === 'DELETE');
    await ends.click();
    expect((await ended).ok()).toBe(true);

    // The page may have noticed by itself by now, and hidden the button.
    await other.locator('button', { hasText: 'Save' }).dispatchEvent('click');
    const again = other.getByRole('dialog', { name: 'Your session has ended' });
    await again.getByText(/ended from another session/).waitFor();
    expect(await other.getByRole('main').isVisible(), 'nobody passing by reads the page').toBe(false);
    await judgeAppearance(other, 'session-ended');
    await again.getByLabel('Password', { exact: true }).fill(password);
    await other.keyboard.press('Enter');
    await again.waitFor({ state: 'hidden' });
    expect(await other.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('A name half typed');
  });

  it('ends everywhere with one button', async () => {
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.waitForURL('**/app/sign-in');
    await other.getByRole('link', { name: 'Results' }).click();
    await other.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
  });

  it('is renewed while somebody works with the page, from two tabs at once, and outlasts its seven days', async () => {
    await other.getByRole('dialog').getByLabel('Password', { exact: true }).fill(password);
    await other.keyboard.press('Enter');
    await other.getByRole('dialog').waitFor({ state: 'hidden' });
    const tab = await other.context().newPage();
    await tab.goto(`${app.address}/app/account`);
    await tab.getByRole('heading', { name: 'Account' }).waitFor();
    const answers: number[] = [];
    other.context().on('response', (reply) => {
      if (reply.url().endsWith('/auth/refresh')) answers.push(reply.status());
    });
    const fourDays = 4 * 24 * 3600;
    for (const round of [1, 2]) {
      app.advance(fourDays);
      await other.context().clock.setFixedTime(Date.now() + round * fourDays * 1000);
      await Promise.all([other.keyboard.press('Shift'), tab.keyboard.press('Shift')]);
      await expect.poll(() => answers.length, soon).toBeGreaterThanOrEqual(round);
    }
    const before = answers.length;
    for (const one of [other, tab]) {
      await one.goto(`${app.address}/app/account`);
      await one.getByRole('heading', { name: 'Account' }).waitFor();
    }
    expect(new Set(answers)).toEqual(new Set([204]));
    expect(answers, 'nobody asks again before it is time').toHaveLength(before);
    await tab.close();
  });

  it('says when the server is away, keeps what is typed, and is fresh again by itself', async () => {
    const away = other.getByRole('complementary', { name: 'Connection' });
    await other.getByRole('textbox', { name: 'Name' }).fill('Typed before the cut');
    await other.context().route('**/api/v1/**', (request) => request.abort());
    await other.getByRole('button', { name: 'Download your data' }).click();
    await away.getByText(/^The server does not answer, since/).waitFor();
    await shoot(other, 'server-away');
    await other.context().unroute('**/api/v1/**');
    await away.waitFor({ state: 'hidden' });
    expect(await other.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Typed before the cut');
    await other.getByText('this one').waitFor();
  });

  it('that was idle for too long says so', async () => {
    await signIn(page, password);
    await page.waitForURL('**/app/decisions');
    app.advance((idleHours + 1) * 3600);
    // The page may have noticed by itself by now, and hidden the link.
    await page.locator('a[href="/app/kpis"]').dispatchEvent('click');
    await page
      .getByRole('dialog')
      .getByText(/idle for too long/)
      .waitFor();
  });

  it('saw no error in the browser on the way but the refusals it was told of', () => {
    expect(faults.filter((fault) => !/status of 401|net::ERR_FAILED/.test(fault))).toEqual([]);
  });
});
