import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { judgeAppearance } from './colours.ts';
import { type GranaryProcess, startGranary } from './granary-process.ts';
import { ask, nameOwner, openOwner, passwords, soon } from './people.ts';
import { openPage } from './watched-page.ts';

let browser: Browser;
let granary: GranaryProcess;
let owner: Page;
let guest: Page;
let link: string;
let storeName: string;
const faults: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  granary = await startGranary('--demo-size', 'small', '--demo-until', '2026-11-20');
  owner = await openOwner(browser, granary, faults);
  await nameOwner(owner, granary);
  guest = await openPage(browser, faults);
  type Proposals = { data: { action_type: string; from_store_name: string }[] };
  const { data } = await ask<Proposals>(owner, granary, '/actions?status=PROPOSED&limit=500');
  // A transfer concerns two stores, and is decided by who sees both.
  storeName = data.find((action) => action.action_type === 'MARKDOWN')?.from_store_name ?? '';
});
afterAll(async () => {
  await browser?.close();
  await granary?.remove();
});

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).last().click();
  await page.getByRole('option', { name: option }).first().click();
}

describe('an invitation', () => {
  it('is made from the list of members, with a role and its places', async () => {
    await owner.goto(`${granary.address}/app/members`);
    await owner.getByRole('table', { name: 'Members' }).getByText('Olga Owner').waitFor();
    await judgeAppearance(owner, 'members');
    await owner.getByRole('button', { name: 'Invite someone…' }).click();
    const dialog = owner.getByRole('dialog', { name: 'Invite someone' });
    await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
    await dialog.getByText('An e-mail address, such as ana@example.com').waitFor();
    await dialog.getByText('What this person may do').waitFor();
    await dialog.getByLabel('E-mail').fill('stefan@grocer.example');
    await choose(owner, 'Role', 'Store manager');
    await choose(owner, 'Locations', storeName);
    await owner.keyboard.press('Escape');
    await judgeAppearance(owner, 'invite');
    await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
    const made = owner.getByRole('dialog', { name: /is invited/ });
    link = await made.getByLabel('Link of the invitation').inputValue();
    expect(link).toMatch(/\/app\/invitation#/);
    await made.getByRole('button', { name: 'Done' }).click();
    await owner.getByRole('table', { name: 'Open invitations' }).getByText('stefan@grocer.example').waitFor();
  });

  it('lets its guest in with a name and a password, once', async () => {
    await guest.goto(link);
    await guest.getByLabel('Name').fill('Stefan Store');
    await guest.getByLabel('Password', { exact: true }).fill(passwords.other);
    await judgeAppearance(guest, 'invitation');
    await guest.getByRole('button', { name: 'Come in' }).click();
    await guest.waitForURL('**/app/decisions');
    const late = await openPage(browser, []);
    await late.goto(link);
    await late.getByLabel('Name').fill('Somebody Else');
    await late.getByLabel('Password', { exact: true }).fill(passwords.other);
    await late.getByRole('button', { name: 'Come in' }).click();
    await expect.poll(() => late.getByRole('alert').count(), soon).toBe(1);
    await late.close();
  });

  it('shows its guest the decisions of the given store only, and no page that is not theirs', async () => {
    await guest.getByRole('table').getByRole('row').nth(1).waitFor();
    type Proposals = { data: { from_store_name: string; to_store_name: string | null }[] };
    const { data } = await ask<Proposals>(guest, granary, '/actions?status=PROPOSED&limit=500');
    expect(data.length).toBeGreaterThan(0);
    for (const action of data) expect([action.from_store_name, action.to_store_name]).toContain(storeName);
    const links = guest.getByRole('navigation', { name: 'Main' }).getByRole('link');
    expect(await links.allInnerTexts()).not.toContain('Administration');
    await guest.goto(`${granary.address}/app/members`);
    await guest.getByText('You may not see this page').waitFor();
    await guest.getByText(/identity\.read/).waitFor();
    await judgeAppearance(guest, 'refusal');
    await guest.getByRole('link', { name: 'To a page you may see' }).click();
    await guest.waitForURL('**/app/decisions');
  });

  it('ends in the first decision, and the audit names who took it', async () => {
    await guest.goto(`${granary.address}/app/decisions?type=MARKDOWN`);
    await guest.getByRole('table').getByRole('row').nth(1).waitFor();
    await guest.keyboard.press('j');
    await guest.keyboard.press('e');
    await guest.getByRole('complementary', { name: 'Proof of the proposal' }).waitFor();
    const id = new URL(guest.url()).searchParams.get('action');
    await guest.keyboard.press('a');
    await expect
      .poll(async () => (await ask<{ status: string }>(owner, granary, `/actions/${id}`)).status, soon)
      .toBe('APPROVED');
    await owner.goto(`${granary.address}/app/audit?text=Stefan`);
    const row = owner
      .getByRole('table', { name: 'Audit entries, latest first' })
      .getByRole('row', { name: /Stefan Store approved/ });
    await row.first().waitFor();
  });

  it('gives a member whose rights, access and sessions can be changed', async () => {
    await owner.goto(`${granary.address}/app/members`);
    await owner.getByRole('link', { name: 'Stefan Store' }).click();
    await owner.getByRole('heading', { name: 'Stefan Store' }).waitFor();
    await owner
      .getByText('Signed in nowhere')
      .or(owner.getByRole('button', { name: 'End all of them' }))
      .waitFor();
    await judgeAppearance(owner, 'member');
    await owner.getByRole('button', { name: 'Deactivate…' }).click();
    await owner.getByRole('dialog').getByRole('button', { name: 'Deactivate', exact: true }).click();
    await owner.getByText('Deactivated: may not sign in.').waitFor();
    await guest.getByRole('link', { name: 'Results' }).click();
    await guest.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    await owner.getByRole('button', { name: 'Reactivate' }).click();
    await owner.getByText('✓ May sign in.').waitFor();
  });

  it('and who is erased after the name was typed', async () => {
    await owner.getByRole('button', { name: 'Erase their personal data…' }).click();
    const dialog = owner.getByRole('dialog', { name: /^Erase the personal data/ });
    const erase = dialog.getByRole('button', { name: 'Erase for good' });
    expect(await erase.isDisabled()).toBe(true);
    await judgeAppearance(owner, 'erase');
    await dialog.getByLabel(/^Type the name to confirm/).fill('Stefan Store');
    await erase.click();
    await dialog.waitFor({ state: 'hidden' });
    await owner.goto(`${granary.address}/app/audit?verb=approved`);
    const entries = owner.getByRole('table', { name: 'Audit entries, latest first' }).locator('tbody tr');
    await entries.first().waitFor();
    await expect.poll(() => entries.getByText('Stefan').count(), soon).toBe(0);
  });

  it('saw no error in the browser on the way but the refusals it was told of', () => {
    expect(faults.filter((fault) => !/status of 40[0139]/.test(fault))).toEqual([]);
  });
});
