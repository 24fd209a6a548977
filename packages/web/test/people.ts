import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { GranaryProcess } from './granary-process.ts';
import { openPage } from './watched-page.ts';

/** A busy machine answers later; it answers the same. */
export const soon = { timeout: 20_000 };

export const passwords = { owner: 'Corner-Grocers-7', other: 'Quiet-Harbour-19' } as const;

/** A server, as a process of its own or in the test's. */
type Served = Pick<GranaryProcess, 'address'>;

/** The owner, signed in by the link of the terminal. */
export async function openOwner(
  browser: Browser,
  granary: GranaryProcess,
  faults: string[] = [],
): Promise<Page> {
  const page = await openPage(browser, faults);
  await page.goto(granary.signInLink);
  await page.waitForURL('**/app/decisions');
  return page;
}

/** Gives the owner a name, an address and a password, as the page of the account does. */
export async function nameOwner(page: Page, granary: Served): Promise<void> {
  await send(page, granary, 'PUT', '/auth/account', {
    name: 'Olga Owner',
    email: 'olga@grocer.example',
    password: passwords.owner,
  });
}

export interface Guest {
  email: string;
  name: string;
  role: string;
  store_ids?: string[];
  supplier_ids?: string[];
}

/** Invites somebody and accepts in a browser of their own; gives their signed-in page. */
export async function openGuest(
  browser: Browser,
  owner: Page,
  granary: Served,
  { name, ...guest }: Guest,
  faults: string[] = [],
): Promise<Page> {
  const { link } = await send<{ link: string }>(owner, granary, 'POST', '/invitations', guest);
  const page = await openPage(browser, faults);
  await page.goto(link);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(passwords.other);
  await page.getByRole('button', { name: 'Come in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  return page;
}

/** A change through the public API, with the session of a page. */
export async function send<Reply>(
  page: Page,
  granary: Served,
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  data?: object,
): Promise<Reply> {
  const reply = await page.request.fetch(`${granary.address}/api/v1${path}`, {
    method,
    headers: { 'x-granary-client': 'web' },
    ...(data === undefined ? {} : { data }),
  });
  expect(reply.ok(), `${method} ${path}: ${await reply.text()}`).toBe(true);
  return (reply.status() === 204 ? undefined : await reply.json()) as Reply;
}

export async function ask<Reply>(page: Page, granary: Served, path: string): Promise<Reply> {
  const reply = await page.request.get(`${granary.address}/api/v1${path}`);
  expect(reply.ok(), `GET ${path}: ${await reply.text()}`).toBe(true);
  return (await reply.json()) as Reply;
}
