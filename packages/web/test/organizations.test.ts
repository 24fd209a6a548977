import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertUser } from '../../server/src/identity/queries.ts';
import type { BuiltInRole } from '../../server/src/identity/roles/built-in-roles.ts';
import { insertSession } from '../../server/src/identity/sessions/queries.ts';
import { createToken } from '../../server/src/identity/token.ts';
import { withOrganization } from '../../server/src/platform/database/index.ts';
import { addItems, addPurchases, addSales, addStock, addStores } from '../../server/test/facts.ts';
import { launchBrowser } from './browser.ts';
import { judgeAppearance } from './colours.ts';
import { soon } from './people.ts';
import { type ServedApp, serveApp } from './served-app.ts';
import { openPage, shoot } from './watched-page.ts';

const today = '2026-03-02';
const business = ['Decisions', 'At risk', 'Items', 'Forecasts', 'Import', 'Results', 'Receipts'];

/** What the navigation offers each role. */
const offered: readonly { role: BuiltInRole; places: readonly string[] }[] = [
  { role: 'owner', places: [...business, 'Administration'] },
  { role: 'admin', places: [...business, 'Administration'] },
  { role: 'planner', places: business },
  { role: 'store_manager', places: business.filter((place) => place !== 'Import') },
  { role: 'analyst', places: business },
  { role: 'viewer', places: business },
  { role: 'supplier', places: ['Receipts'] },
];

let browser: Browser;
let app: ServedApp;
/** Each organization's store, item and batch carry its mark, so that a foreign one would be seen. */
let organizations: { orgId: string; mark: string; foreign: string }[];

beforeAll(async () => {
  browser = await launchBrowser();
  app = await serveApp();
  const otherId = await app.otherOrganization();
  organizations = [
    { orgId: app.orgId, mark: 'OURS', foreign: 'THEIRS' },
    { orgId: otherId, mark: 'THEIRS', foreign: 'OURS' },
  ];
  for (const { orgId, mark } of organizations) await fill(orgId, mark);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

async function fill(orgId: string, mark: string): Promise<void> {
  const key = { store_id: mark, sku_id: mark };
  await withOrganization(app.database, orgId, async (tx) => {
    await addStores(tx, { store_id: mark });
    await addItems(tx, { sku_id: mark, category: mark, mrp: 3 });
    await addSales(tx, { ...key, until: today, units: Array(40).fill(1), price: 3 });
    const batch = { ...key, batch_id: mark };
    await addPurchases(tx, { ...batch, received_date: '2026-02-28', unit_cost: 2 });
    await tx.updateTable('stock.purchases').set({ supplier_id: mark }).execute();
    await addStock(tx, { ...batch, snapshot_date: today, expiry_date: '2026-03-06', on_hand_qty: 60 });
  });
  await app.run('nightly', {}, orgId);
}

/** A new person of this role, signed in by a cookie as the server would set it. */
async function openAs(orgId: string, role: BuiltInRole, storeId: string, faults: string[]): Promise<Page> {
  const { token, tokenHash } = createToken(orgId);
  const now = new Date();
  await withOrganization(app.database, orgId, async (tx) => {
    const user = await insertUser(tx, `The ${role}`, role);
    if (role === 'store_manager' || role === 'supplier')
      await tx
        .updateTable('identity.users')
        .set(role === 'supplier' ? { supplier_ids: [storeId] } : { store_ids: [storeId] })
        .where('user_id', '=', user.user_id)
        .execute();
    await insertSession(tx, {
      userId: user.user_id,
      tokenHash,
      kind: 'web',
      at: now,
      expiresAt: new Date(now.getTime() + 3_600_000),
      address: undefined,
      userAgent: undefined,
    });
  });
  const page = await openPage(browser, faults);
  await page.context().addCookies([{ name: 'granary_session', value: token, url: app.address }]);
  return page;
}

describe.each(offered)('the $role of each of two organizations', ({ role, places }) => {
  it('is offered the pages of the role, opens each, and meets nothing of the other organization', async () => {
    for (const { orgId, mark, foreign } of organizations) {
      const faults: string[] = [];
      const page = await openAs(orgId, role, mark, faults);
      await page.goto(`${app.address}/app/`);
      const navigation = page.getByRole('navigation', { name: 'Main' });
      await navigation.waitFor();
      const links = navigation.getByRole('link');
      const names = await links.allInnerTexts();
      expect(names.filter((name) => name !== 'Granary')).toEqual(places);
      let isOwnSeen = false;
      for (const place of places) {
        await navigation.getByRole('link', { name: place, exact: true }).click();
        await page.getByRole('main').getByRole('heading', { level: 1 }).first().waitFor();
        await page.waitForLoadState('networkidle');
        expect(await page.getByRole('alert').count(), `${role}, ${place}`).toBe(0);
        const shown = await page.getByRole('main').innerText();
        expect(shown, `${role}, ${place}`).not.toContain(foreign);
        if (shown.includes(mark)) isOwnSeen = true;
      }
      expect(isOwnSeen, 'otherwise the check above would pass on empty pages').toBe(true);
      await shoot(page, `role-${role}`);
      expect(faults).toEqual([]);
      await page.context().close();
    }
  });

  it('is told, not shown, when the address is of a page that is not theirs', async () => {
    const [{ orgId, mark, foreign } = { orgId: '', mark: '', foreign: '' }] = organizations;
    const page = await openAs(orgId, role, mark, []);
    if (places.includes('Items')) {
      await page.goto(`${app.address}/app/items/${foreign}/${foreign}`);
      await expect.poll(() => page.getByRole('alert').count(), soon).toBeGreaterThan(0);
    }
    if (!places.includes('Administration')) {
      await page.goto(`${app.address}/app/audit`);
      await page.getByRole('heading', { level: 1, name: 'You may not see this page' }).waitFor();
      await page.getByText(/may not read who did what.*An administrator can grant.*audit\.read/).waitFor();
    }
    await page.context().close();
  });
});

describe('the settings of an organization', () => {
  it('are shown as they will be written, saved for everybody, and overwrite nothing that was saved meanwhile', async () => {
    const [{ orgId, mark } = { orgId: '', mark: '' }] = organizations;
    const [page, other] = [await openAs(orgId, 'owner', mark, []), await openAs(orgId, 'admin', mark, [])];
    for (const one of [page, other]) {
      await one.goto(`${app.address}/app/organization`);
      await one.getByRole('heading', { name: 'Organization', exact: true }).waitFor();
    }
    await judgeAppearance(page, 'organization');
    await page.getByRole('combobox', { name: 'Language of figures and days' }).fill('German');
    await page.getByRole('option', { name: 'German (Germany)', exact: true }).click();
    await page.getByRole('status').filter({ hasText: '12.345 units' }).waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('Greengrocer & Daughters');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Everybody sees it from their next click.').waitFor();
    await page.getByRole('navigation').getByText('Greengrocer & Daughters').waitFor();

    await other.getByRole('textbox', { name: 'Name' }).fill('Another name');
    await other.getByRole('button', { name: 'Save' }).click();
    await other.getByText('Somebody saved a change here meanwhile.').waitFor();
    expect(await other.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Another name');
    await other.getByRole('button', { name: 'Show it as it is now' }).click();
    expect(await other.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Greengrocer & Daughters');
    await page.context().close();
    await other.context().close();
  });
});
