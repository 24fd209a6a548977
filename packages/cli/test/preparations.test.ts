import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { yesterday } from '../src/demo-company.ts';
import { fileTypeByName, inDependencyOrder } from '../src/import-file.ts';
import { buildWebIfOutdated, isOutdated } from '../src/web-build.ts';

describe('yesterday', () => {
  it.each([
    ['2026-03-01T00:30:00', '2026-02-28'],
    ['2028-03-01T23:59:00', '2028-02-29'],
    ['2026-01-01T12:00:00', '2025-12-31'],
  ])('is, at %s on this machine, %s', (now, day) => {
    expect(yesterday(new Date(now))).toBe(day);
  });
});

describe('inDependencyOrder', () => {
  it('puts what others refer to first and unknown names last', () => {
    expect(
      inDependencyOrder([
        'q3.csv',
        'Sales 2026.xlsx',
        'in/Stock.csv',
        'goods-received.csv',
        'articles.csv',
        'shops.csv',
      ]),
    ).toEqual([
      'shops.csv',
      'articles.csv',
      'goods-received.csv',
      'in/Stock.csv',
      'Sales 2026.xlsx',
      'q3.csv',
    ]);
  });

  it.each([
    ['stock_by_store.csv', 'inventory'],
    ['sales_per_item.csv', 'sales'],
    ['export.csv', undefined],
  ])('takes %s for %s', (file, type) => {
    expect(fileTypeByName(file)).toBe(type);
  });
});

describe('the screen', () => {
  let project: string;
  const write = async (path: string, changedAt: string) => {
    const file = join(project, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, path);
    await utimes(file, new Date(changedAt), new Date(changedAt));
  };

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'granary-web-'));
    await write('packages/web/src/app/main.tsx', '2026-01-01T10:00:00Z');
    await write('packages/web/index.html', '2026-01-01T09:00:00Z');
  });

  afterAll(() => rm(project, { recursive: true }));

  it('is outdated while it was never built', async () => {
    expect(await isOutdated(project)).toBe(true);
  });

  it('is current when it is newer than all it is made from', async () => {
    await write('packages/web/dist/index.html', '2026-01-01T11:00:00Z');
    expect(await isOutdated(project)).toBe(false);
    expect(await buildWebIfOutdated(project)).toEqual({ kind: 'current' });
  });

  it('is outdated when one deep file changed, or the client', async () => {
    await write('packages/web/src/actions/Proof.tsx', '2026-01-01T12:00:00Z');
    expect(await isOutdated(project)).toBe(true);
    await rm(join(project, 'packages/web/src/actions/Proof.tsx'));
    expect(await isOutdated(project)).toBe(false);
    await write('packages/client/src/index.ts', '2026-01-01T12:00:00Z');
    expect(await isOutdated(project)).toBe(true);
  });

  it('says why it could not be built instead of stopping the start', async () => {
    expect(await buildWebIfOutdated(project)).toEqual({
      kind: 'failed',
      reason: 'vite is not installed; run: npm ci',
    });
    await write('node_modules/vite/bin/vite.js', '2026-01-01T12:00:00Z');
    await writeFile(join(project, 'node_modules/vite/bin/vite.js'), 'throw new Error("Proof.tsx: line 3");');
    const build = await buildWebIfOutdated(project);
    expect(build).toMatchObject({ kind: 'failed', reason: expect.stringContaining('Proof.tsx: line 3') });
  });
});
