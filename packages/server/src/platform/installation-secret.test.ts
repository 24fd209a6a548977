import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openInstallationSecret } from './installation-secret.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('a first start makes the file for its owner alone; later ones read it', async () => {
  const file = join(folder, 'new', 'secret');
  const first = await openInstallationSecret(undefined, file);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const text = await readFile(file, 'utf8');
  expect(text.trim().length).toBeGreaterThanOrEqual(43);
  const again = await openInstallationSecret(undefined, file);
  expect(again.installationId).toBe(first.installationId);
  expect(await readFile(file, 'utf8')).toBe(text);
});

it('processes that start together on one folder agree', async () => {
  const file = join(folder, 'together', 'secret');
  const opened = await Promise.all(Array.from({ length: 10 }, () => openInstallationSecret(undefined, file)));
  expect(new Set(opened.map(({ installationId }) => installationId)).size).toBe(1);
});

it('a given secret comes before the file, which is not made', async () => {
  const file = join(folder, 'given', 'secret');
  await openInstallationSecret('one secret of thirty-two characters or more', file);
  await expect(stat(file)).rejects.toThrow('ENOENT');
});

it('each purpose has a key of its own, and tells nothing of the secret', async () => {
  const given = 'one secret of thirty-two characters or more';
  const secret = await openInstallationSecret(given, '');
  const keys = ['access tokens', 'second factors', 'recovery codes'].map((name) => secret.derive(name));
  expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(3);
  expect(keys.every((key) => key.length === 32)).toBe(true);
  expect(secret.derive('access tokens')).toEqual(keys[0]);
});

it('a file that is cut off is refused with what to do, and not replaced', async () => {
  const file = join(folder, 'short');
  await writeFile(file, 'short\n');
  await expect(openInstallationSecret(undefined, file)).rejects.toThrow(/Restore it from a backup/);
  expect(await readFile(file, 'utf8')).toBe('short\n');
});
