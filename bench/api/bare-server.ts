import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import pg from 'pg';
import { runningEmbeddedPostgres } from '../../packages/server/src/platform/database/embedded-postgres.ts';

/**
 * The other side of the comparison: Fastify and pg alone on the same database, row-level security on, with the same
 * statements. No sign-in, permissions, validation, limits, correlation ids or compression; the organization is set
 * once per connection instead of once per request.
 */
const { GRANARY_DATA_DIR, ORGANIZATION } = process.env;
const pool = new pg.Pool({
  ...runningEmbeddedPostgres(GRANARY_DATA_DIR as string),
  options: `-c role=granary_app -c app.org_id=${ORGANIZATION}`,
  max: 12,
});
const app = Fastify({ logger: false });

const columns =
  'sku_id, name, category, unit, mrp::float8 as mrp, shelf_life_days, pack_size::float8 as pack_size';
const list = `select ${columns} from catalog.items order by sku_id collate "C" asc limit $1`;
const count = 'select count(*)::integer as total from catalog.items';
app.get('/items', async (request) => {
  const limit = Number((request.query as { limit: string }).limit);
  const [rows, counted] = await Promise.all([pool.query(list, [limit + 1]), pool.query(count)]);
  const data = rows.rows.slice(0, limit);
  return { data, page: { next_cursor: data.at(-1)?.sku_id ?? null, total: counted.rows[0]?.total } };
});

const insert = `
  insert into identity.roles (org_id, code, name, permissions) values ($1, $2, $3, $4::text[])
  returning code as role_id, name, permissions`;
app.post('/roles', async (request, reply) => {
  const { name, permissions } = request.body as { name: string; permissions: string[] };
  const code = `r${randomUUID().replaceAll('-', '')}`;
  reply.status(201);
  return (await pool.query(insert, [ORGANIZATION, code, name, permissions])).rows[0];
});

const address = await app.listen({ port: 0, host: '127.0.0.1' });
process.send?.({ address });
process.on('disconnect', () => process.exit(0));
