import type { InjectOptions } from 'fastify';
import type { MatrixRow } from './matrix-file.ts';
import { type MatrixRequest, requests } from './requests.ts';
import { type Role, roles } from './sign-in.ts';
import { type Ids, marks, type TwoOrganizations } from './two-organizations.ts';

/** What was asked, and each line in which an answer was not as written. */
export interface Verdict {
  asked: number;
  /** Answers by their status. */
  statuses: Record<string, number>;
  /** Answers that showed something of our own: that the others show nothing must not be for want of rows. */
  showingOurs: number;
  problems: string[];
}

const prefix = '/api/v1';

/** Every route against every role, with our own ids and with the other organization's. */
export async function judgeMatrix(
  both: TwoOrganizations,
  rows: readonly MatrixRow[],
  asRoles: readonly (Role | 'nobody')[] = [...roles, 'nobody'],
): Promise<Verdict> {
  const before = await foreignRows(both);
  const foreign = await foreignWords(both);
  const verdict = newVerdict();
  for (const row of rows) {
    for (const role of asRoles) {
      await ask(both, row, role, both.ours, row.status[role], foreign, verdict);
      if (row.otherOrganization === undefined) continue;
      // Who may not ask at all is refused for that; who may is not told that the thing exists.
      const isRefused = row.status[role] === 401 || row.status[role] === 403;
      const expected = isRefused ? row.status[role] : row.otherOrganization;
      await ask(both, row, role, both.theirs, expected, foreign, verdict);
    }
  }
  const after = new Set(await foreignRows(both));
  const changed = before.filter((row) => !after.has(row));
  if (changed.length > 0 || after.size !== before.length)
    verdict.problems.push(`rows of the other organization changed: ${changed.join('; ').slice(0, 500)}`);
  return verdict;
}

export const newVerdict = (): Verdict => ({ asked: 0, statuses: {}, showingOurs: 0, problems: [] });

export function countAnswer(verdict: Verdict, reply: { statusCode: number; body: string }): void {
  verdict.asked += 1;
  verdict.statuses[reply.statusCode] = (verdict.statuses[reply.statusCode] ?? 0) + 1;
  if (reply.body.includes(marks.ours)) verdict.showingOurs += 1;
}

async function ask(
  both: TwoOrganizations,
  row: MatrixRow,
  role: Role | 'nobody',
  ids: Ids,
  expected: number,
  foreign: ReadonlySet<string>,
  verdict: Verdict,
): Promise<void> {
  const request = (await requests[row.route]?.(ids, both)) ?? {};
  const reply = await both.app.http.inject({
    ...injection(row.route, request),
    headers: {
      ...headersOf(request),
      ...(role === 'nobody' ? {} : await both.as(role, request.ownSession ? 'new' : 'same')),
    },
  });
  countAnswer(verdict, reply);
  const whose = ids === both.ours ? 'its own ids' : "another organization's ids";
  const complain = (what: string) => verdict.problems.push(`${row.route} as ${role} with ${whose}: ${what}`);
  if (reply.statusCode !== expected)
    complain(`${reply.statusCode} instead of ${expected}: ${reply.body.slice(0, 200)}`);
  const leaked = leaks(reply.body, foreign, JSON.stringify(request));
  if (leaked.length > 0) complain(`shows what is not ours: ${leaked.join(', ')}`);
  const hasPermission = row.needs !== 'signed-in' && row.needs !== 'public';
  if (reply.statusCode === 403 && hasPermission && !isPermissionNamed(reply.body, row.needs))
    complain(`does not name the permission ${row.needs}: ${reply.body.slice(0, 200)}`);
}

function isPermissionNamed(body: string, permission: string): boolean {
  const read = JSON.parse(body) as { error?: { details?: { permission?: string }[] } };
  return read.error?.details?.some((detail) => detail.permission === permission) ?? false;
}

export function injection(route: string, request: MatrixRequest): InjectOptions {
  const [method = 'GET', path = ''] = route.split(' ');
  const address = path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(request.params?.[name] ?? '00000000-0000-4000-8000-000000000000')),
  );
  const payload = request.form ?? request.body;
  return {
    method: method as 'GET',
    url: `${prefix}${address}${request.query === undefined ? '' : `?${request.query}`}`,
    ...(payload === undefined ? {} : { payload }),
  };
}

export function headersOf(request: MatrixRequest): Record<string, string> {
  return {
    ...(request.form === undefined ? {} : { 'content-type': 'multipart/form-data; boundary=x' }),
    ...request.headers,
  };
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** What an answer tells of the other organization, beside what the request itself said. */
function leaks(body: string, foreign: ReadonlySet<string>, request: string): string[] {
  const found = [...new Set(body.match(uuid) ?? [])].filter((id) => foreign.has(id.toLowerCase()));
  if (body.includes(marks.theirs)) found.push(marks.theirs);
  return found.filter((word) => !request.includes(word));
}

/** Every UUID in any row of the other organization. */
async function foreignWords(both: TwoOrganizations): Promise<Set<string>> {
  const words = new Set<string>();
  for (const row of await foreignRows(both)) for (const id of row.match(uuid) ?? []) words.add(id);
  return words;
}

/** Every row of the other organization, as text; it is the same before and after all that we ask. */
export async function foreignRows(both: TwoOrganizations): Promise<string[]> {
  const { rows: tables } = await both.app.platform.database.ownerPool.query<{ name: string }>(`
    select t.table_schema || '.' || t.table_name as name
    from information_schema.tables t join information_schema.columns c using (table_schema, table_name)
    where c.column_name = 'org_id' and t.table_type = 'BASE TABLE' and t.table_schema <> 'pgboss'
    order by 1`);
  return both.inOrganization(both.theirs.orgId, async (tx) => {
    const found: string[] = [];
    for (const { name } of tables) {
      const { rows } = await tx.client.query<{ row: string }>(
        `select to_jsonb(t)::text as row from ${name} t where t.org_id = $1 order by 1`,
        [both.theirs.orgId],
      );
      for (const { row } of rows) found.push(`${name} ${row}`);
    }
    return found;
  });
}
