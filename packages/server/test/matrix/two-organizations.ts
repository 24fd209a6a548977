import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pino, { type Logger } from 'pino';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { type Database, type Tx, withOrganization } from '../../src/platform/database/index.ts';
import { addItems, addPurchases, addSales, addStock, addStores } from '../facts.ts';
import { openInvitation } from './invitation.ts';
import { type Role, roles, signInAs } from './sign-in.ts';

/** The words that mark what belongs to whom: they stand in names and categories. */
export const marks = { ours: 'Ourmark', theirs: 'Theirmark' };
const day = '2026-03-02';

/** Ids of one organization that stand in requests; stores, items and batches are the same in both. */
export interface Ids {
  orgId: string;
  action_id: number;
  run_id: string;
  upload_id: string;
  forecast_id: string;
  notice_id: string;
  invitation_id: string;
  /** A token for machines, of the owner. */
  token_id: string;
  /** A role of the organization's own. */
  role_id: string;
  /** The person of each role. */
  users: Record<Role, string>;
}

export interface TwoOrganizations {
  app: App;
  /** Holds the data folder, as `data`, and nothing else. */
  folder: string;
  ours: Ids;
  theirs: Ids;
  /** Headers of the person of this role in our organization; the same session each time unless asked otherwise. */
  as(role: Role, session?: 'same' | 'new'): Promise<Record<string, string>>;
  inOrganization<Result>(orgId: string, work: (tx: Tx) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/**
 * Two companies with equal codes on one database, each with a nightly run
 * behind it: what one sees of the other can be told by marks and ids.
 */
export async function createTwoOrganizations(
  database: Database,
  settings: Record<string, string> = {},
  log: Logger = pino({ level: 'silent' }),
): Promise<TwoOrganizations> {
  const folder = await mkdtemp(join(tmpdir(), 'granary-matrix-'));
  const config = readConfig({
    GRANARY_DATA_DIR: join(folder, 'data'),
    PORT: '0',
    GRANARY_LOGIN_ATTEMPTS_PER_MINUTE: '1000000',
    GRANARY_DOOR_PROBES: '0',
    GRANARY_LIMIT_READS: '1000000000',
    GRANARY_LIMIT_WRITES: '1000000000',
    GRANARY_LIMIT_ADDRESS: '1000000000',
    GRANARY_WORKER_THREADS: '1',
    ...settings,
  });
  const open = () =>
    createApp({
      config,
      log,
      database,
      databaseKind: 'embedded',
      version: '0.0.0-test',
    });
  const inOrganization: TwoOrganizations['inOrganization'] = (orgId, work) =>
    withOrganization(database, orgId, work);

  const filling = await open();
  const [ours, theirs] = [
    await fill(filling, inOrganization, marks.ours),
    await fill(filling, inOrganization, marks.theirs),
  ];
  // Its workers end here, so that what the matrix starts stays queued and nothing moves meanwhile.
  await filling.close();
  const app = await open();
  const signedIn = new Map<Role, Promise<Record<string, string>>>();
  return {
    app,
    folder,
    ours,
    theirs,
    as(role, session = 'same') {
      const signIn = () => signInAs(app, database, ours.orgId, ours.users[role]);
      if (session === 'new') return signIn();
      const headers = signedIn.get(role) ?? signIn();
      signedIn.set(role, headers);
      return headers;
    },
    inOrganization,
    async close() {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function fill(
  app: App,
  inOrganization: TwoOrganizations['inOrganization'],
  mark: string,
): Promise<Ids> {
  const { org_id: orgId } = await app.identity.createOrganization({
    name: `${mark} grocer`,
    currency: 'EUR',
    locale: 'en-GB',
    timeZone: 'Europe/Paris',
    isDemo: false,
  });
  const work = <Result>(task: (tx: Tx) => Promise<Result>) => inOrganization(orgId, task);
  const users = await work(async (tx) => {
    await addCompany(tx, mark);
    return addPeople(tx, mark);
  });
  await app.platform.runs.work();
  const run = await work((tx) => app.platform.runs.request(tx, 'nightly', {}, null));
  const ended = await app.platform.runs.waitFor(orgId, run.run_id);
  if (ended.state !== 'completed') throw new Error(`the nightly run ended ${ended.state}`);

  const headers = await signInAs(app, app.platform.database, orgId, users.owner);
  await signInAs(app, app.platform.database, orgId, users.viewer);
  const upload = await app.http.inject({
    method: 'POST',
    url: '/api/v1/upload',
    headers: { ...headers, 'content-type': 'multipart/form-data; boundary=x' },
    payload: csvForm(`store_id,name,city,zone\nS9,${mark} ninth,Nantes,north\n`),
  });
  const forecast = await app.http.inject({
    method: 'POST',
    url: '/api/v1/forecasts/generate',
    headers,
    payload: { sku_ids: ['MILK'], store_ids: ['S1'], horizon: 2, frequency: 'weekly' },
  });
  const token = await app.http.inject({
    method: 'POST',
    url: '/api/v1/tokens',
    headers,
    payload: { name: `${mark} till`, permissions: ['catalog.read'], expires_in_days: 30 },
  });
  const role_id = `${mark.toLowerCase()}_clerk`;
  const role = await app.http.inject({
    method: 'POST',
    url: '/api/v1/roles',
    headers,
    payload: { role_id, name: `${mark} clerk`, permissions: ['catalog.read'] },
  });
  if (role.statusCode !== 201) throw new Error(`no role: ${role.body}`);
  const action = await work((tx) =>
    sql<{ id: number }>`select min(action_id) as id from actions.actions`.execute(tx),
  );
  app.platform.ops.raise({ kind: 'fault', message: `${mark} fault`, orgId });
  await app.platform.ops.flush();
  const notice = await work((tx) =>
    sql<{ notice_id: string }>`select notice_id from platform.notices`.execute(tx),
  );
  return {
    orgId,
    users,
    notice_id: notice.rows[0]?.notice_id ?? '',
    token_id: token.json().token_id,
    role_id,
    run_id: run.run_id,
    upload_id: upload.json().upload_id,
    forecast_id: forecast.json().data[0].forecast_id,
    invitation_id: await work((tx) => openInvitation(tx, `guest@${mark.toLowerCase()}.example`)),
    action_id: action.rows[0]?.id ?? 0,
  };
}

async function addCompany(tx: Tx, mark: string): Promise<void> {
  await addStores(tx, { store_id: 'S1', zone: 'north' }, { store_id: 'S2', zone: 'north' });
  await addItems(tx, { sku_id: 'MILK', category: mark, mrp: 3 });
  await sql`update catalog.locations set name = ${`${mark} harbour`}`.execute(tx);
  await sql`update catalog.items set name = ${`${mark} milk`}`.execute(tx);
  const units = Array.from({ length: 60 }, (_, index) => (index * 3) % 5);
  for (const store_id of ['S1', 'S2'])
    await addSales(tx, { store_id, sku_id: 'MILK', until: day, units, price: 3 });
  const batch = { store_id: 'S1', sku_id: 'MILK', batch_id: 'B1' };
  await addPurchases(tx, { ...batch, received_date: '2026-02-20', unit_cost: 2 });
  await addStock(tx, { ...batch, snapshot_date: day, expiry_date: '2026-03-07', on_hand_qty: 90 });
}

async function addPeople(tx: Tx, mark: string): Promise<Record<Role, string>> {
  const users: Partial<Record<Role, string>> = {};
  for (const role of roles) {
    const added = await sql<{ user_id: string }>`
      insert into identity.users (org_id, name, role, store_ids, supplier_ids)
      values (${tx.orgId}, ${`${mark} ${role}`}, ${role},
              ${role === 'store_manager' ? ['S1'] : []}, ${role === 'supplier' ? ['SUP-1'] : []})
      returning user_id`.execute(tx);
    users[role] = added.rows[0]?.user_id ?? '';
  }
  return users as Record<Role, string>;
}

/** A form with one file, its boundary `x`. */
export function csvForm(csv: string, fileName = 'stores.csv'): string {
  return [
    '--x',
    'content-disposition: form-data; name="file_type"',
    '',
    'stores',
    '--x',
    `content-disposition: form-data; name="file"; filename="${fileName}"`,
    'content-type: text/csv',
    '',
    csv,
    '--x--',
    '',
  ].join('\r\n');
}
