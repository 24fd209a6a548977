import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InjectOptions } from 'fastify';
import pino from 'pino';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { insertUser } from '../../src/identity/queries.ts';
import { type Database, type Tx, withOrganization } from '../../src/platform/database/index.ts';
import { type Role, signInAs } from '../matrix/sign-in.ts';
import { multipart } from './multipart.ts';
import { watchContract } from './watch-contract.ts';

/** The server with the example company's files loaded and one night calculated. */
export interface ExampleCompany {
  app: App;
  orgId: string;
  /** Ids of things that are there, by the name a path gives them: `action_id`, `upload_id`, … */
  ids: Record<string, string | number>;
  /** Headers of the person of this role; the same session each time unless asked otherwise. */
  as(role: Role, session?: 'same' | 'new'): Promise<Record<string, string>>;
  /** Sends a request as the owner and answers with the parsed reply; anything but success fails. */
  ask<Reply>(request: InjectOptions): Promise<Reply>;
  inOrganization<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  /** @throws {Error} when a reply broke the contract */
  close(): Promise<void>;
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

export async function createExampleCompany(database: Database): Promise<ExampleCompany> {
  const dataDir = await mkdtemp(join(tmpdir(), 'granary-example-'));
  const config = readConfig({
    GRANARY_DATA_DIR: dataDir,
    PORT: '0',
    GRANARY_LOGIN_ATTEMPTS_PER_MINUTE: '1000000',
    GRANARY_WORKER_THREADS: '1',
    GRANARY_LIMIT_READS: '1000000000',
    GRANARY_LIMIT_WRITES: '1000000000',
    GRANARY_LIMIT_ADDRESS: '1000000000',
  });
  const log = pino({ level: 'silent' });
  const app = await createApp({ config, log, database, databaseKind: 'embedded', version: '0.0.0-test' });
  const breaks = watchContract(app.http);
  const { org_id: orgId } = await app.identity.createOrganization({
    name: 'Green Leaf',
    currency: 'EUR',
    locale: 'en-GB',
    timeZone: 'Europe/Berlin',
    isDemo: false,
  });
  const inOrganization = <Result>(work: (tx: Tx) => Promise<Result>) =>
    withOrganization(database, orgId, work);

  const people = new Map<Role, { userId: string; headers: Record<string, string> }>();
  const as: ExampleCompany['as'] = async (role, session = 'same') => {
    const known = people.get(role);
    if (known !== undefined && session === 'same') return known.headers;
    const userId =
      known?.userId ?? (await inOrganization((tx) => insertUser(tx, nameOf(role), role))).user_id;
    const headers = await signInAs(app, database, orgId, userId);
    people.set(role, { userId, headers });
    return headers;
  };
  async function ask<Reply>(request: InjectOptions): Promise<Reply> {
    const headers = { ...(await as('owner')), ...request.headers };
    const reply = await app.http.inject({ ...request, headers });
    if (reply.statusCode >= 400) throw new Error(`${request.method ?? 'GET'} ${request.url}: ${reply.body}`);
    return reply.json() as Reply;
  }

  const company: ExampleCompany = {
    app,
    orgId,
    ids: {},
    as,
    ask,
    inOrganization,
    async close() {
      await app.close();
      await rm(dataDir, { recursive: true, force: true });
      if (breaks.length > 0) {
        throw new Error(`replies broke the contract:\n${[...new Set(breaks)].join('\n')}`);
      }
    },
  };
  company.ids = { store_id: 'S01', sku_id: 'DAI-001', ...(await fill(company)) };
  return company;
}

const nameOf = (role: Role) => `Kim ${role[0]?.toUpperCase()}${role.slice(1).replace('_', ' ')}`;

async function fill(company: ExampleCompany): Promise<ExampleCompany['ids']> {
  const { ask, as } = company;
  let upload_id = '';
  for (const [name, fields] of files) {
    const form = multipart({ name, content: await readFile(join(folder, name)) }, fields);
    const upload = await ask<{ upload_id: string }>({ method: 'POST', url: '/api/v1/upload', ...form });
    upload_id = upload.upload_id;
  }
  const run_id = await performNight(company);
  const { data } = await ask<{ data: { action_id: number }[] }>({
    url: '/api/v1/actions?status=PROPOSED&sort=action_id',
  });
  const me = await ask<{ user_id: string }>({ url: '/api/v1/me', headers: await as('planner') });
  return { upload_id, run_id, action_id: data[0]!.action_id, user_id: me.user_id };
}

/** In this process and without a worker, so that runs which a test asks for stay queued and cost nothing. */
async function performNight({ app: { platform }, orgId, inOrganization }: ExampleCompany): Promise<string> {
  const { run_id } = await inOrganization((tx) => platform.runs.request(tx, 'nightly', {}, null));
  await platform.runs.perform(orgId, run_id);
  const night = await platform.runs.waitFor(orgId, run_id);
  if (night.state !== 'completed') throw new Error(`the night failed: ${JSON.stringify(night.error)}`);
  return run_id;
}
