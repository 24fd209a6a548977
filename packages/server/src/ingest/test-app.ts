import { sql } from 'kysely';
import { createTestApp } from '../../test/harness.ts';
import { insertUser } from '../identity/queries.ts';
import { openTestSession } from '../identity/sessions/test-session.ts';
import { withOrganization } from '../platform/database/index.ts';

export type IngestApp = Awaited<ReturnType<typeof startIngestApp>>;

export const salesHeader = 'date,store_id,sku_id,units_sold,selling_price';
/** The day `index` days after 1 January 2025. */
export const dayOf = (index: number) => new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10);
export const csv = (content: string | Uint8Array, name = 'sales.csv') => ({ name, content });

/** The whole server without a port, with the verbs of this capability's tests. */
export async function startIngestApp(settings: Record<string, string> = {}) {
  const app = await createTestApp(settings);
  const owner = await app.as('owner');
  const rows = <Row>(query: string): Promise<Row[]> =>
    app.inOrganization(async (tx) => (await sql<Row>`${sql.raw(query)}`.execute(tx)).rows);

  const ingest = {
    ...app,

    /** Sends a file as a browser would. */
    upload(
      file: { name: string; content: string | Uint8Array } | null,
      fields: Record<string, string> = {},
      credentials: Record<string, string> = owner,
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
        headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, ...credentials },
        payload: Buffer.concat(parts),
      });
    },

    get: (path: string, credentials: Record<string, string> = owner) =>
      app.http.inject({ method: 'GET', url: `/api/v1${path}`, headers: credentials }),

    /** The owner of another organization on the same database. */
    async stranger(): Promise<{ authorization: string }> {
      const orgId = await app.otherOrganization();
      const token = await withOrganization(app.database, orgId, async (tx) =>
        openTestSession(tx, (await insertUser(tx, 'Stranger', 'owner')).user_id),
      );
      return { authorization: `Bearer ${token}` };
    },

    rows,

    sales: () =>
      rows<{ date: string; units_sold: number; selling_price: string; upload_id: string; row_no: number }>(
        `select date::text, store_id, sku_id, units_sold, selling_price::text, upload_id, row_no
         from demand.sales_daily order by date, store_id, sku_id`,
      ),
    clearSales: () => rows('delete from demand.sales_daily'),

    /** Two stores and two items, for sales to name. */
    async loadMasters(): Promise<void> {
      await ingest.upload(csv('store_id,city,zone\nS1,Lyon,SOUTH\nS2,Lille,NORTH\n', 'stores.csv'));
      await ingest.upload(csv('sku_id,category,mrp\nMILK,Dairy,2.50\nBUN,Bakery,0.80\n', 'items.csv'));
    },
  };
  return ingest;
}
