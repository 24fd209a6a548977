import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { createTestDatabase } from '../../test/harness-database.ts';
import { createApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { createToken } from '../identity/token.ts';
import { type Tx, withOrganization } from '../platform/database/index.ts';

export type TestApp = Awaited<ReturnType<typeof startTestApp>>;

/** The whole server on a database and a data folder of its own, without a port. */
export async function startTestApp(settings: Record<string, string> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'granary-ingest-'));
  const database = await createTestDatabase();
  const app = await createApp({
    config: readConfig({ GRANARY_DATA_DIR: dataDir, ...settings }),
    log: pino({ level: 'silent' }),
    database,
    databaseKind: 'embedded',
    version: 'test',
  });
  await app.http.ready();
  const organization = await app.identity.createOrganization({
    name: 'Test',
    currency: 'EUR',
    locale: 'en-GB',
    timeZone: 'UTC',
    isDemo: false,
  });
  const orgId = organization.org_id;
  const inOrganization = <Result>(work: (tx: Tx) => Promise<Result>) =>
    withOrganization(database, orgId, work);
  const owner = await signIn(orgId, 'owner');

  async function signIn(organizationId: string, role: 'owner' | 'planner' | 'viewer'): Promise<string> {
    const { token, tokenHash } = createToken(organizationId);
    await withOrganization(database, organizationId, async (tx) => {
      const userId = randomUUID();
      await sql`insert into identity.users (org_id, user_id, name, role)
                values (${tx.orgId}, ${userId}, ${`The ${role}`}, ${role})`.execute(tx);
      await sql`insert into identity.sessions (org_id, user_id, token_hash, kind, expires_at)
                values (${tx.orgId}, ${userId}, ${tokenHash}, 'terminal', now() + interval '1 hour')`.execute(
        tx,
      );
    });
    return token;
  }

  return {
    ...app,
    dataDir,
    database,
    orgId,
    owner,
    signIn: (role: 'owner' | 'planner' | 'viewer', organizationId = orgId) => signIn(organizationId, role),
    inOrganization,

    /** Sends a file as a browser would; `token: null` sends it without credentials. */
    upload(
      file: { name: string; content: string | Uint8Array } | null,
      fields: Record<string, string> = {},
      token: string | null = owner,
    ) {
      const boundary = 'granary-test-boundary';
      const parts: Uint8Array[] = Object.entries(fields).map(([name, value]) =>
        Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
      );
      if (file) {
        const head = `content-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: application/octet-stream`;
        parts.push(
          Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`),
          Buffer.from(file.content),
          Buffer.from('\r\n'),
        );
      }
      parts.push(Buffer.from(`--${boundary}--\r\n`));
      return app.http.inject({
        method: 'POST',
        url: '/api/v1/upload',
        headers: {
          'content-type': `multipart/form-data; boundary=${boundary}`,
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        payload: Buffer.concat(parts),
      });
    },

    get: (path: string, token: string | null = owner) =>
      app.http.inject({
        method: 'GET',
        url: `/api/v1${path}`,
        headers: token === null ? {} : { authorization: `Bearer ${token}` },
      }),

    async rows<Row>(query: string): Promise<Row[]> {
      return inOrganization(async (tx) => (await sql<Row>`${sql.raw(query)}`.execute(tx)).rows);
    },

    async close() {
      await app.close();
      await database.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
