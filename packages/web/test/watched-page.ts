import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** A page of its own session whose errors are written down. */
export async function openPage(browser: Browser, faults: string[]): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    // A refused upload that asks for its columns is an answer, not a fault; the browser logs it all the same.
    if (message.type() === 'error' && !/status of 422/.test(message.text())) faults.push(message.text());
  });
  return page;
}

/** What axe finds that keeps somebody out. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // Evaluated, not added as a script: the page's own policy forbids foreign scripts, as it should.
  await page.evaluate(await readFile(axe, 'utf8'));
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
  });
}

/** Pictures for a person to look at, when a folder is named. */
export async function shoot(page: Page, name: string, fullPage = false): Promise<void> {
  const folder = process.env.GRANARY_SCREENSHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.waitForTimeout(600);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
}
