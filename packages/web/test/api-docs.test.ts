import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../server/test/harness.ts';
import { launchBrowser } from './browser.ts';
import { shoot } from './watched-page.ts';

let browser: Browser;
let app: TestApp;
let address: string;
let operations: number;

beforeAll(async () => {
  browser = await launchBrowser();
  app = await createTestApp();
  address = await app.http.listen({ host: '127.0.0.1', port: 0 });
  const document = (await (await fetch(`${address}/docs/json`)).json()) as { paths: Record<string, object> };
  operations = Object.values(document.paths).flatMap((methods) => Object.keys(methods)).length;
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

interface Watched {
  page: Page;
  /** Addresses outside of the machine that the page asked for. */
  outside: string[];
  /** What the content policy stopped, and what failed in the page. */
  faults: string[];
}

async function open(path: string): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const watched: Watched = { page, outside: [], faults: [] };
  page.on('request', (request) => {
    const url = request.url();
    const isOurs = url.startsWith(`${address}/`) || /^(data|blob):/.test(url);
    if (!isOurs) watched.outside.push(url);
  });
  page.on('pageerror', (error) => watched.faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || /content security policy/i.test(message.text())) {
      watched.faults.push(message.text());
    }
  });
  await page.goto(`${address}${path}`);
  return watched;
}

describe.each([
  ['/docs', '.opblock'],
  ['/redoc', '[data-section-id*="/operation/"]'],
])('%s', (path, operation) => {
  it('lists every operation, asks nobody outside, and is not stopped by the policy', async () => {
    const { page, outside, faults } = await open(path);
    await page
      .locator(operation)
      .nth(operations - 1)
      .waitFor({ state: 'attached', timeout: 120_000 });
    expect(await page.locator(operation).count()).toBe(operations);
    await shoot(page, `api${path.replace('/', '-')}`);
    expect([outside, faults]).toEqual([[], []]);
  });

  it('comes with a policy that allows no script inside a page and no evaluated text', async () => {
    const reply = await fetch(`${address}${path}`);
    const policy = reply.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).not.toMatch(/unsafe-eval|https?:/);
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await reply.text()).not.toMatch(/<script>[^<]/);
  });
});

describe('/docs', () => {
  it('shows an operation with its refusals and their codes', async () => {
    const { page, faults } = await open('/docs');
    const approve = page.locator('#operations-actions-postActionsActionIdApprove');
    await approve.locator('button').first().click();
    await approve.getByText('actions.stale_version').first().waitFor();
    await shoot(page, 'api-docs-operation');
    expect(faults).toEqual([]);
  });
});

describe('/redoc', () => {
  it('finds an operation by a word, in a worker of its own', async () => {
    const { page, outside, faults } = await open('/redoc');
    await page.getByPlaceholder('Search...').fill('backtest');
    await page.locator('[data-role="search:results"] li').first().waitFor({ timeout: 60_000 });
    await shoot(page, 'api-redoc-search');
    expect([outside, faults]).toEqual([[], []]);
  });
});
