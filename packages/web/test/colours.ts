import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { seriousFaults, shoot } from './watched-page.ts';

/** Colours fade from one scheme to the other: halfway, contrast is too low for a moment. */
export async function coloursArrived(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.waitForFunction(
    (scheme) => document.documentElement.getAttribute('data-mantine-color-scheme') === scheme,
    colorScheme,
  );
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  });
}

/** The page as it is: no serious fault of accessibility in either scheme, and nothing wider than its window. */
export async function judgeAppearance(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await coloursArrived(page, colorScheme);
    expect(await seriousFaults(page), `${name}, ${colorScheme}`).toEqual([]);
    await shoot(page, `${name}-${colorScheme}`);
  }
  for (const width of [1024, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await coloursArrived(page, 'light');
    const shown = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(shown, `${name} at ${width}`).toBeLessThanOrEqual(width);
    await shoot(page, `${name}-${width}`);
  }
  expect(await seriousFaults(page), `${name} on a phone`).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
}
