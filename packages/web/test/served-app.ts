import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { buildWebIfOutdated } from '../../cli/src/web-build.ts';
import { createTestApp, type TestApp } from '../../server/test/harness.ts';
import { openPage } from './watched-page.ts';

const project = fileURLToPath(new URL('../../..', import.meta.url));

export interface ServedApp extends TestApp {
  address: string;
  /** The owner of an organization, signed in by a one-time link. */
  openOwner(browser: Browser, faults?: string[], orgId?: string): Promise<Page>;
}

/** The server in this process, so that a test can move its clock, with the screen it serves. */
export async function serveApp(settings: Record<string, string> = {}): Promise<ServedApp> {
  const build = await buildWebIfOutdated(project);
  if (build.kind === 'failed') throw new Error(`the screen could not be built: ${build.reason}`);
  const app = await createTestApp(settings);
  const address = await app.http.listen({ host: '127.0.0.1', port: 0 });
  return {
    ...app,
    address,
    async openOwner(browser, faults = [], orgId = app.orgId) {
      const page = await openPage(browser, faults);
      await page.goto(`${address}/app/link#${await app.identity.createSignInLink(orgId)}`);
      await page.getByRole('navigation', { name: 'Main' }).waitFor();
      return page;
    },
  };
}
