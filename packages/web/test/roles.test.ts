import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { judgeAppearance } from './colours.ts';
import { type GranaryProcess, startGranary } from './granary-process.ts';
import { ask, nameOwner, openGuest, openOwner, soon } from './people.ts';

let browser: Browser;
let granary: GranaryProcess;
let owner: Page;
let admin: Page;
const faults: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  granary = await startGranary('--demo-size', 'small', '--demo-until', '2026-11-20');
  owner = await openOwner(browser, granary, faults);
  await nameOwner(owner, granary);
  const guest = { email: 'ada@grocer.example', name: 'Ada Admin', role: 'admin' };
  admin = await openGuest(browser, owner, granary, guest, faults);
});
afterAll(async () => {
  await browser?.close();
  await granary?.remove();
});

const box = (name: string) => admin.getByRole('checkbox', { name: new RegExp(name.replace('.', '\\.')) });
const places = () => admin.getByRole('navigation', { name: 'Main' }).getByRole('link').allInnerTexts();

describe('the role editor', () => {
  it('lists the built-in roles with what each is for', async () => {
    await admin.goto(`${granary.address}/app/roles`);
    const table = admin.getByRole('table', { name: 'Roles' });
    for (const name of [
      'Owner',
      'Administrator',
      'Planner',
      'Store manager',
      'Analyst',
      'Viewer',
      'Supplier',
    ])
      await table.getByRole('link', { name, exact: true }).waitFor();
    await judgeAppearance(admin, 'roles');
  });

  it('keeps a built-in role as it is, and says so where the keyboard reaches it', async () => {
    await admin.getByRole('link', { name: 'Viewer', exact: true }).click();
    await admin.getByText(/Built in: only its limit can be changed/).waitFor();
    const approve = box('actions.approve');
    await approve.focus();
    await admin.keyboard.press('Space');
    expect(await approve.isChecked()).toBe(false);
    expect(await approve.getAttribute('aria-description')).toBe(
      'Built-in roles stay as they are; make a copy.',
    );
  });

  it('makes a role of one’s own from a copy, with one more permission', async () => {
    await admin.getByRole('button', { name: 'Copy' }).click();
    await admin.getByText('A copy of Viewer; change what differs.').waitFor();
    await admin.getByRole('textbox', { name: 'Name', exact: true }).fill('Night shift');
    expect(await admin.getByRole('textbox', { name: 'Code', exact: true }).inputValue()).toBe('night_shift');
    await box('actions.approve').focus();
    await admin.keyboard.press('Space');
    await admin.getByLabel(/^Approves up to/).fill('500');
    await judgeAppearance(admin, 'role-new');
    await admin.getByRole('button', { name: 'Make this role' }).click();
    await admin.waitForURL('**/app/roles/*');
    await admin.getByRole('heading', { name: /Night shift/ }).waitFor();
    type Role = { role_id: string; permissions: string[]; approval_limit: number };
    const { data } = await ask<{ data: Role[] }>(admin, granary, '/roles');
    const made = data.find((role) => role.role_id === 'night_shift');
    expect(made?.permissions).toContain('actions.approve');
    expect(made?.permissions).toContain('actions.read');
    expect(made?.approval_limit).toBe(500);
  });

  it('does not let anybody grant what they do not hold, and says why', async () => {
    const owners = box('identity.owners');
    expect(await owners.getAttribute('aria-disabled')).toBe('true');
    expect(await owners.getAttribute('aria-description')).toMatch(/^Owners alone hold this permission/);
    await owners.focus();
    await admin.keyboard.press('Space');
    expect(await owners.isChecked()).toBe(false);
  });
});

describe('the page of a member', () => {
  const button = (name: string) => owner.getByRole('button', { name, exact: true });

  it('tells how they sign in, and offers to unlock only where somebody has to wait', async () => {
    await owner.goto(`${granary.address}/app/members`);
    await owner.getByRole('link', { name: 'Ada Admin' }).click();
    await owner.getByText(/May sign in.*Last seen.*Has no second factor/).waitFor();
    await button('Link for a new password').waitFor();
    expect([await button('Unlock').count(), await button('Remove the second factor…').count()]).toEqual([
      0, 0,
    ]);
    for (let count = 0; count < 5; count++) {
      const data = { email: 'ada@grocer.example', password: 'Not-the-one-9' };
      const reply = await owner.request.post(`${granary.address}/api/v1/auth/login`, { data });
      expect(reply.status()).toBe(401);
    }
    await owner.reload();
    await owner.getByText(/somebody has to wait at their sign-in until/).waitFor();
    await judgeAppearance(owner, 'member-waiting');
    await button('Unlock').click();
    await owner.getByText('Ada Admin can sign in at once.').waitFor();
    await expect.poll(() => button('Unlock').count(), soon).toBe(0);
  });
});

describe('viewing as a role', () => {
  it('shows the pages of that role under a banner, and lets nothing be changed', async () => {
    await admin.getByRole('button', { name: 'View as this role' }).click();
    const banner = admin.getByRole('complementary', { name: 'Viewing as' });
    await banner.getByText('You are viewing as the role Night shift.').waitFor();
    await expect.poll(places, soon).not.toContain('Administration');
    await admin.goto(`${granary.address}/app/decisions`);
    await admin.getByRole('table').getByRole('row').nth(1).waitFor();
    await judgeAppearance(admin, 'view-as');
    const approve = admin.getByRole('button', { name: /^Approve/ }).first();
    expect(await approve.getAttribute('aria-disabled')).toBe('true');
    expect(await approve.getAttribute('aria-description')).toMatch(/You are viewing as the role Night shift/);
    await admin.goto(`${granary.address}/app/members`);
    await admin.getByText('You may not see this page').waitFor();
  });

  it('makes no file, which would hold what one may see oneself', async () => {
    await admin.goto(`${granary.address}/app/risk`);
    await admin.locator('a[href^="/api/v1/risk"]').click();
    await admin.getByText('No file was made').waitFor();
  });

  it('ends with one button, and everything is as before', async () => {
    await admin.getByRole('button', { name: 'Back to yourself' }).click();
    await expect.poll(places, soon).toContain('Administration');
    expect(await admin.getByRole('complementary', { name: 'Viewing as' }).count()).toBe(0);
    expect(new URL(admin.url()).pathname, 'where they came from').toMatch(/^\/app\/roles\/./);
  });

  it('works for a person too', async () => {
    await admin.goto(`${granary.address}/app/members`);
    await admin.getByRole('link', { name: 'Olga Owner' }).click();
    await admin.getByRole('button', { name: 'View as Olga Owner' }).click();
    await admin.getByText('You are viewing as Olga Owner.').waitFor();
    // Never more than one's own: an administrator who looks as the owner holds no right of owners alone.
    const { permissions } = await admin.evaluate(async () => {
      const { readViewAs } = { readViewAs: () => window.sessionStorage.getItem('granary.view-as') ?? '' };
      const subject = readViewAs().split('\n')[0] ?? '';
      const reply = await fetch('/api/v1/me', { headers: { 'x-granary-view-as': subject } });
      return (await reply.json()) as { permissions: string[] };
    });
    expect(permissions).toContain('identity.manage');
    expect(permissions).not.toContain('identity.owners');
    await admin.getByRole('button', { name: 'Back to yourself' }).click();
    await admin.getByRole('navigation', { name: 'Main' }).waitFor();
  });

  it('saw no error in the browser on the way but the refusals it was told of', () => {
    expect(faults.filter((fault) => !/status of 403/.test(fault))).toEqual([]);
  });
});
