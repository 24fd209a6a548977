import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InjectOptions } from 'fastify';
import { createTestApp, type TestApp } from '../harness.ts';
import { multipart } from './multipart.ts';

/** The server with the example company's files loaded and one night calculated. */
export interface ExampleCompany {
  app: TestApp;
  /** Ids of things that are there, by the name a path gives them: `action_id`, `upload_id`, … */
  ids: Record<string, string | number>;
  /** Sends a request as the owner and answers with the parsed reply; anything but success fails. */
  ask<Reply>(request: InjectOptions): Promise<Reply>;
}

const folder = join(import.meta.dirname, '../../../../examples/grocer');
const files: [name: string, fields: Record<string, string>][] = [
  ['stores.csv', {}],
  ['items.xlsx', {}],
  ['lanes.csv', {}],
  ['purchases.csv', {}],
  ['inventory.xlsx', {}],
  ['sales.csv', { mapping: '{"Shop":"store_id","Qty":"units_sold"}' }],
];

/** In this process and without a worker, so that runs which a test asks for stay queued and cost nothing. */
async function performNight({ platform, orgId, inOrganization }: TestApp): Promise<string> {
  const { run_id } = await inOrganization((tx) => platform.runs.request(tx, 'nightly', {}, null));
  await platform.runs.perform(orgId, run_id);
  const night = await platform.runs.waitFor(orgId, run_id);
  if (night.state !== 'completed') throw new Error(`the night failed: ${JSON.stringify(night.error)}`);
  return run_id;
}

export async function createExampleCompany(): Promise<ExampleCompany> {
  const app = await createTestApp();
  async function ask<Reply>(request: InjectOptions): Promise<Reply> {
    const reply = await app.http.inject({
      ...request,
      headers: { ...(await app.as('owner')), ...request.headers },
    });
    if (reply.statusCode >= 400) throw new Error(`${request.method ?? 'GET'} ${request.url}: ${reply.body}`);
    return reply.json() as Reply;
  }
  const ids: ExampleCompany['ids'] = { store_id: 'S01', sku_id: 'DAI-001' };
  for (const [name, fields] of files) {
    const form = multipart({ name, content: await readFile(join(folder, name)) }, fields);
    const upload = await ask<{ upload_id: string }>({ method: 'POST', url: '/api/v1/upload', ...form });
    ids.upload_id = upload.upload_id;
  }
  ids.run_id = await performNight(app);
  const { data } = await ask<{ data: { action_id: number }[] }>({
    url: '/api/v1/actions?status=PROPOSED&sort=action_id',
  });
  ids.action_id = data[0]!.action_id;
  return { app, ids, ask };
}
