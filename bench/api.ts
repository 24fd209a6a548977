import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Load, type Measured, measure } from './api/load.ts';
import { startGranary } from './granary-process.ts';
import { print, textTable, whole } from './text-table.ts';

/**
 * How much does Granary add to a query? The same reads by Granary (sign-in, permissions, row-level security per
 * transaction, validation, limits) and by a bare Fastify handler on the same database, one after the other in turns,
 * read afresh each time and from the kept reply; and a write, to which Granary adds its audit trail. Prints requests per second, the ratio, latencies, and memory.
 * All on one machine: the load shares its cores.
 */
const seconds = 6;
const rounds = 2;
const steadyRate = 1000;
const items = 2000;
/** Read from the database as by the bare handler, and not from a kept reply. */
const afresh = { 'cache-control': 'no-cache' };
const requests = [
  { name: 'GET /items?limit=50 afresh', path: '/items?limit=50', headers: afresh },
  { name: 'GET /items?limit=1 afresh', path: '/items?limit=1', headers: afresh },
  { name: 'GET /items?limit=50 kept', path: '/items?limit=50' },
  {
    name: 'POST /roles',
    path: '/roles',
    body: JSON.stringify({ name: 'Role [<id>]', permissions: ['actions.read', 'actions.approve'] }),
  },
];
// What is measured is the work, not its limit.
for (const limit of ['READS', 'WRITES', 'ADDRESS']) process.env[`GRANARY_LIMIT_${limit}`] = '10000000';

const dataDir = await mkdtemp(join(tmpdir(), 'granary-bench-api-'));
const granary = await startGranary(dataDir);
let bare: ChildProcess | undefined;
try {
  await loadItems();
  const { organization } = await granary.get<{ organization: { org_id: string } }>('/me');
  bare = fork(join(import.meta.dirname, 'api/bare-server.ts'), [], {
    env: { ...process.env, GRANARY_DATA_DIR: dataDir, ORGANIZATION: organization.org_id },
  });
  const [{ address }] = (await once(bare, 'message')) as [{ address: string }];
  await compare(address);
  await steady();
  const peak = (await granary.peakBytes()) / 1024 ** 2;
  print(`\nPeak memory of Granary's process: ${whole(peak)} MB\n`);
} finally {
  bare?.disconnect();
  await granary.close();
  await rm(dataDir, { recursive: true, force: true });
}

async function loadItems(): Promise<void> {
  const rows = Array.from(
    { length: items },
    (_, index) => `SKU-${String(index).padStart(5, '0')},Item ${index},Category ${index % 20},4.99,30`,
  );
  const path = join(dataDir, 'items.csv');
  await writeFile(path, `sku_id,name,category,mrp,shelf_life_days\n${rows.join('\n')}\n`);
  await granary.upload(path, 'items');
}

async function compare(bareAddress: string): Promise<void> {
  const rows: string[][] = [];
  for (const { name, path, body, headers } of requests) {
    for (const connections of [100, 1000]) {
      const load = { connections, seconds, ...(body === undefined ? {} : { body }) };
      const ours: Measured[] = [];
      const theirs: Measured[] = [];
      for (let round = 0; round < rounds; round++) {
        theirs.push(await measure({ ...load, url: bareAddress + path }));
        ours.push(await measure({ ...load, ...granaryRequest(path, headers) }));
      }
      const [a, b] = [best(ours), best(theirs)];
      rows.push([name, String(connections), ...row(b), ...row(a), (a.perSecond / b.perSecond).toFixed(2)]);
    }
  }
  const side = (name: string) => [`${name}/s`, 'p50 ms', 'p99 ms', 'failed'];
  const headings = ['connections', ...side('bare'), ...side('Granary'), 'ratio'];
  print(
    textTable([{ heading: 'Request', align: 'left' }, ...headings.map((heading) => ({ heading }))], rows),
  );
}

async function steady(): Promise<void> {
  for (const [how, headers] of [
    ['kept', {}],
    ['afresh', afresh],
  ] as const) {
    for (const connections of [100, 1000]) {
      const load = { connections, seconds: 2 * seconds, rate: steadyRate };
      const request = granaryRequest('/items?limit=50', headers);
      const { perSecond, p50, p99, failed } = await measure({ ...load, ...request });
      print(
        `${whole(steadyRate)} reads/s (${how}) asked over ${whole(connections)} connections: ${whole(perSecond)}/s, p50 ${p50} ms, p99 ${p99} ms, ${failed} failed\n`,
      );
    }
  }
}

function granaryRequest(path: string, headers: Record<string, string> = {}): Pick<Load, 'url' | 'headers'> {
  return {
    url: `${granary.address}/api/v1${path}`,
    headers: { authorization: granary.authorization, ...headers },
  };
}

function best(measured: Measured[]): Measured {
  return measured.reduce((a, b) => (b.perSecond > a.perSecond ? b : a));
}

function row({ perSecond, p50, p99, failed }: Measured): string[] {
  return [whole(perSecond), String(p50), String(p99), String(failed)];
}
