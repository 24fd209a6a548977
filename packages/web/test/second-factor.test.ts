import { createHmac } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { judgeAppearance } from './colours.ts';
import { openGuest, passwords, send, soon } from './people.ts';
import { type ServedApp, serveApp } from './served-app.ts';
import { openPage } from './watched-page.ts';

const account = { name: 'Olga Owner', email: 'olga@grocer.example', password: 'Corner-Grocers-7' };

let browser: Browser;
let app: ServedApp;
let page: Page;
let secret: string;
let recoveryCodes: string[];
let ahead = 0;
const faults: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  app = await serveApp();
  page = await app.openOwner(browser, faults);
  const saved = await page.request.put(`${app.address}/api/v1/auth/account`, {
    headers: { 'x-granary-client': 'web' },
    data: account,
  });
  expect(saved.ok(), await saved.text()).toBe(true);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

/** Each code works once, so time moves on before the next. */
function nextCode(of = secret): string {
  ahead += 60;
  app.advance(60);
  return codeAt(of, Date.now() + ahead * 1000);
}

/** What an authenticator shows (RFC 6238, SHA-1, six digits, 30 seconds), told apart from the server's library. */
function codeAt(of: string, timestampMs: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...of].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/[01]{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(timestampMs / 30_000)));
  const mac = createHmac('sha1', key).update(step).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function typePassword(on: Page, password = account.password, email = account.email): Promise<void> {
  await on.getByLabel('E-mail').fill(email);
  await on.getByLabel('Password', { exact: true }).fill(password);
  await on.keyboard.press('Enter');
}

async function signOut(on: Page): Promise<void> {
  await on.getByRole('button', { name: /^Account of/ }).click();
  await on.getByRole('menuitem', { name: 'Sign out' }).click();
  await on.waitForURL('**/app/sign-in');
}

const told = (on: Page) => on.getByRole('alert').innerText();

describe('setting up a second factor', () => {
  it('shows a code to scan and the secret to type, and asks for proof', async () => {
    await page.goto(`${app.address}/app/account`);
    await page.getByRole('button', { name: 'Set up' }).click();
    secret = await page.getByLabel('The secret as text').inputValue();
    const picture = page.getByRole('img', { name: /as a QR code/ });
    const width = () => picture.evaluate((image: HTMLImageElement) => image.naturalWidth);
    await expect.poll(width, soon).toBeGreaterThan(0);
    await judgeAppearance(page, 'enrolment');
    const typed = page.getByLabel('The code it shows now');
    await page.getByLabel('Your password', { exact: true }).fill(account.password);
    await typed.fill('000000');
    await page.keyboard.press('Enter');
    await expect.poll(() => typed.getAttribute('aria-invalid'), soon).toBe('true');
  });

  it('hands out recovery codes, once, and asks to keep them', async () => {
    await page.getByLabel('The code it shows now').fill(nextCode());
    await page.keyboard.press('Enter');
    const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await codes.first().waitFor();
    recoveryCodes = await codes.allInnerTexts();
    expect(new Set(recoveryCodes).size).toBeGreaterThanOrEqual(8);
    await judgeAppearance(page, 'recovery-codes');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download', exact: true }).click();
    expect((await download).suggestedFilename()).toBe('granary-recovery-codes.txt');
    expect(await page.getByRole('button', { name: 'Done' }).isDisabled()).toBe(true);
    await page.getByLabel('I have kept the codes in a safe place').check();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('On: signing in asks for a code.').waitFor();
    await page.getByText(`${recoveryCodes.length} recovery codes left.`).waitFor();
  });
});

describe('signing in with a second factor', () => {
  it('asks for the code after the password, and leads to the page one wanted', async () => {
    await signOut(page);
    await page.goto(`${app.address}/app/risk?days=7`);
    await page.waitForURL(/\/app\/sign-in\?next=/);
    await typePassword(page);
    await page.getByLabel('Code').waitFor();
    await judgeAppearance(page, 'second-factor');
    await page.getByLabel('Code').fill('000000');
    await page.keyboard.press('Enter');
    await expect.poll(() => told(page), soon).not.toBe('');
    await page.getByLabel('Code').fill(nextCode());
    await page.keyboard.press('Enter');
    await page.waitForURL('**/app/risk?days=7');
  });

  it('takes a recovery code once', async () => {
    const other = await openPage(browser, []);
    const trial = async () => {
      await other.goto(`${app.address}/app/sign-in`);
      await typePassword(other);
      await other.getByRole('button', { name: 'Use a recovery code' }).click();
      await other.getByLabel('Recovery code').fill(recoveryCodes[0] ?? '');
      await other.keyboard.press('Enter');
    };
    await trial();
    await other.getByRole('navigation', { name: 'Main' }).waitFor();
    await signOut(other);
    await trial();
    await expect.poll(() => told(other), soon).not.toBe('');
    expect(new URL(other.url()).pathname).toBe('/app/sign-in');
    await other.context().close();
  });

  it('takes one of the new recovery codes, and none of those they replaced', async () => {
    await page.goto(`${app.address}/app/account`);
    await page.getByRole('button', { name: 'New recovery codes…' }).click();
    await page.keyboard.press('Escape');
    const asksAgain = page.getByRole('button', { name: 'New recovery codes…' });
    await expect
      .poll(() => asksAgain.evaluate((button) => button === document.activeElement), soon)
      .toBe(true);
    await page.keyboard.press('Enter');
    await page.getByLabel('Your password', { exact: true }).fill(account.password);
    await page.keyboard.press('Enter');
    const shown = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await shown.first().waitFor();
    const fresh = await shown.allInnerTexts();
    await page.getByLabel('I have kept the codes in a safe place').check();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText(`${fresh.length} recovery codes left.`).waitFor();

    const other = await openPage(browser, []);
    await other.goto(`${app.address}/app/sign-in`);
    await typePassword(other);
    await other.getByRole('button', { name: 'Use a recovery code' }).click();
    await other.getByLabel('Recovery code').fill(recoveryCodes[1] ?? '');
    await other.keyboard.press('Enter');
    await expect.poll(() => told(other), soon).not.toBe('');
    await other.getByLabel('Recovery code').fill(fresh[0] ?? '');
    await other.keyboard.press('Enter');
    await other.getByRole('navigation', { name: 'Main' }).waitFor();
    await other.context().close();
  });

  it('says plainly how long the next attempt waits after several wrong passwords', async () => {
    const other = await openPage(browser, []);
    await other.goto(`${app.address}/app/sign-in`);
    const waits = other.getByText(/^The next attempt counts in \d+:\d\d/);
    const button = other.getByRole('button', { name: 'Sign in' });
    for (let attempt = 0; attempt < 12 && (await waits.count()) === 0; attempt += 1) {
      const answered = other.waitForResponse('**/auth/login');
      await typePassword(other, `Not-my-password-${attempt}`);
      await answered;
      await expect.poll(() => told(other), soon).not.toBe('');
    }
    await waits.waitFor();
    expect(await button.isDisabled()).toBe(true);
    await judgeAppearance(other, 'sign-in-wait');
    await other.context().close();
  });
});

describe('a member who lost telephone and password', () => {
  const email = 'mia@grocer.example';
  let mia: Page;

  it('has the second factor removed by the owner, who is asked first', async () => {
    mia = await openGuest(browser, page, app, { email, name: 'Mia Member', role: 'viewer' });
    const offer = await send<{ secret: string }>(mia, app, 'POST', '/auth/second-factor/enrolment');
    const code = nextCode(offer.secret);
    await send(mia, app, 'POST', '/auth/second-factor/enrolment/confirm', {
      code,
      password: passwords.other,
    });
    await signOut(mia);

    await page.goto(`${app.address}/app/members`);
    await page.getByRole('link', { name: 'Mia Member' }).click();
    const remove = page.getByRole('button', { name: 'Remove the second factor…' });
    await remove.click();
    await page.getByRole('dialog', { name: 'Remove the second factor of Mia Member?' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => remove.evaluate((button) => button === document.activeElement), soon).toBe(true);
    await remove.click();
    await page.getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('Mia Member signs in with the password alone').waitFor();
    await remove.waitFor({ state: 'detached' });
  });

  it('chooses a new password with a link the owner hands over, and is in with it alone', async () => {
    await page.getByRole('button', { name: 'Link for a new password' }).click();
    const link = await page.getByLabel('Link for a new password').inputValue();
    await mia.goto(link);
    await mia.getByRole('textbox', { name: 'New password' }).fill('Found-Again-23');
    await mia.getByRole('button', { name: 'Set the password' }).click();
    await mia.getByText('Your password is changed').waitFor();
    await mia.getByRole('link', { name: 'Sign in' }).click();
    await typePassword(mia, passwords.other, email);
    await expect.poll(() => told(mia), soon).not.toBe('');
    await typePassword(mia, 'Found-Again-23', email);
    await mia.getByRole('navigation', { name: 'Main' }).waitFor();
    await mia.context().close();
  });
});

describe('turning it off', () => {
  it('asks for the password', async () => {
    await page.goto(`${app.address}/app/account`);
    await page.getByRole('button', { name: 'Turn it off…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Turn the second factor off?' });
    await dialog.getByLabel('Your password').fill('Not-my-password-1');
    await page.keyboard.press('Enter');
    await dialog.getByText(/not right/).waitFor();
    await dialog.getByLabel('Your password').fill(account.password);
    await page.keyboard.press('Enter');
    await page.getByText('Off: the password alone signs you in.').waitFor();
  });

  it('saw no error in the browser on the way but the refusals it was told of', () => {
    expect(faults.filter((fault) => !/status of (?:401|422)/.test(fault))).toEqual([]);
  });
});
