import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addItems, addPurchases, addSales, addStock, addStores } from '../../server/test/facts.ts';
import { launchBrowser } from './browser.ts';
import { soon } from './people.ts';
import { type ServedApp, serveApp } from './served-app.ts';

/** Names as an attacker would choose them; whatever of it ran would set `window.attacked`. */
const attack = 'window.attacked=1';
const names = {
  store: `<img src=x onerror=${attack}>`,
  category: `<svg onload=${attack}>`,
  organization: `</title><script>${attack}</script>`,
  person: `"><iframe srcdoc="<script>parent.attacked=1</script>">`,
  items: [
    `<script>${attack}</script>`,
    `<img src=x onerror="${attack}">`,
    `"><svg/onload=${attack}>`,
    `<details open ontoggle=${attack}>`,
    `[click](javascript:${attack})`,
    `{{constructor.constructor('${attack}')()}}`,
  ],
};
const file = `<img src=x onerror=${attack}>.csv`;
const day = '2026-03-02';

let browser: Browser;
let app: ServedApp;
let page: Page;
const dialogs: string[] = [];
const foreign: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  app = await serveApp();
  await app.inOrganization(async (tx) => {
    await addStores(tx, { store_id: 'S1', zone: names.store }, { store_id: 'S2', zone: 'north' });
    await sql`update catalog.locations set name = ${names.store}`.execute(tx);
    await sql`update platform.organizations set name = ${names.organization} where org_id = ${tx.orgId}`.execute(
      tx,
    );
    for (const [number, name] of names.items.entries()) {
      const sku_id = `P${number}`;
      await addItems(tx, { sku_id, category: names.category, mrp: 3 });
      await sql`update catalog.items set name = ${name} where sku_id = ${sku_id}`.execute(tx);
      for (const store_id of ['S1', 'S2'])
        await addSales(tx, { store_id, sku_id, until: day, units: Array(60).fill(2), price: 3 });
      const batch = { store_id: 'S1', sku_id, batch_id: name.slice(0, 50) };
      await addPurchases(tx, { ...batch, received_date: '2026-02-20', unit_cost: 2 });
      await addStock(tx, { ...batch, snapshot_date: day, expiry_date: '2026-03-06', on_hand_qty: 90 });
    }
  });
  expect((await app.run('nightly')).state).toBe('completed');

  page = await app.openOwner(browser);
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== app.address) foreign.push(request.url());
  });
  const headers = { 'x-granary-client': 'web' };
  const account = await page.request.put(`${app.address}/api/v1/auth/account`, {
    headers,
    data: { name: names.person, email: 'person@grocer.example', password: 'Corner-Grocers-7' },
  });
  expect(account.ok(), await account.text()).toBe(true);
  const upload = await page.request.post(`${app.address}/api/v1/upload`, {
    headers,
    multipart: {
      file_type: 'sales',
      file: {
        name: file,
        mimeType: 'text/csv',
        buffer: Buffer.from(
          `date,store_id,sku_id,units_sold\n${day},${names.store},"${names.items[0]}",many\n`,
        ),
      },
    },
  });
  expect(upload.status(), await upload.text()).toBeLessThan(500);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

const attacked = () => page.evaluate(() => Reflect.get(window, 'attacked') as unknown);

/** Opens a page and waits until it has asked all it asks at first. */
async function open(path: string): Promise<void> {
  await page.goto(`${app.address}/app${path}`);
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await page.waitForLoadState('networkidle');
}

describe('a script in a name', () => {
  it.each([
    ['/decisions', names.items[0]],
    ['/risk', names.items[1]],
    ['/items', names.items[2]],
    ['/items/S1/P3', names.items[3]],
    ['/import', file],
    ['/audit', names.person],
    ['/account', undefined],
    ['/forecasts', undefined],
    ['/kpis', undefined],
    ['/receipts', undefined],
    ['/security', undefined],
  ])('is text on %s', async (path, shown) => {
    await open(path);
    if (shown !== undefined) await expect.poll(() => page.locator('body').innerText(), soon).toContain(shown);
    // What opens on focus or under the pointer has its chance.
    for (let step = 0; step < 12; step++) await page.keyboard.press('Tab');
    await page.mouse.move(500, 300);
    expect(await attacked()).toBeUndefined();
    const built = await page
      .locator('img[src="x"], iframe, [onerror], [onload], [ontoggle], a[href^="javascript:"]')
      .count();
    expect(built).toBe(0);
  });

  it('is text in an address that somebody was sent', async () => {
    for (const text of names.items.slice(0, 3)) {
      const typed = encodeURIComponent(text);
      for (const path of [
        `/items?q=${typed}`,
        `/risk?store_id=${typed}`,
        `/items/${typed}/${typed}`,
        `/decisions?action=${typed}#${typed}`,
      ]) {
        await page.goto(`${app.address}/app${path}`);
        await page.waitForLoadState('networkidle');
        expect(await attacked(), path).toBeUndefined();
      }
    }
  });

  it('would not run even if it became part of the page: the content policy lets no script in a page run', async () => {
    await open('/items');
    await page.evaluate((text) => document.body.insertAdjacentHTML('beforeend', text), names.items[1] ?? '');
    await page.locator('img[src="x"]').waitFor({ state: 'attached' });
    await page.waitForTimeout(300);
    expect(await attacked()).toBeUndefined();
  });

  it('made nothing run, ask or call elsewhere on any page', () => {
    expect(dialogs).toEqual([]);
    expect(foreign).toEqual([]);
  });
});
