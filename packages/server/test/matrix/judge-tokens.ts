import { countAnswer, headersOf, injection, newVerdict, type Verdict } from './judge.ts';
import type { MatrixRow } from './matrix-file.ts';
import { requests } from './requests.ts';
import { marks, type TwoOrganizations } from './two-organizations.ts';

/**
 * Every route that needs a permission, by a machine token of the owner's that
 * holds this permission alone, and by one that holds another alone: the first
 * is answered as the owner is, the second is refused. A token is refused as
 * well, each by its own code, where only people may act, and where it would
 * give somebody rights that it does not hold.
 */
export async function judgeTokens(both: TwoOrganizations, rows: readonly MatrixRow[]): Promise<Verdict> {
  const verdict = newVerdict();
  const protectedRows = rows.filter(({ needs }) => needs !== 'public' && needs !== 'signed-in');
  const permissions = [...new Set(protectedRows.map(({ needs }) => needs))];
  const tokens = new Map<string, Record<string, string>>();
  for (const permission of permissions) {
    const made = await both.app.http.inject({
      method: 'POST',
      url: '/api/v1/tokens',
      headers: await both.as('owner'),
      payload: { name: `Only ${permission}`, permissions: [permission], expires_in_days: 1 },
    });
    if (made.statusCode === 201) tokens.set(permission, { authorization: `Bearer ${made.json().token}` });
    else verdict.problems.push(`no token with ${permission}: ${made.statusCode} ${made.body}`);
  }
  for (const row of protectedRows) {
    const another = permissions.find((permission) => permission !== row.needs) ?? '';
    for (const [held, expected] of [
      [row.needs, row.status.owner],
      [another, 403],
    ] as const) {
      const request = (await requests[row.route]?.(both.ours, both)) ?? {};
      const reply = await both.app.http.inject({
        ...injection(row.route, request),
        headers: { ...headersOf(request), ...tokens.get(held) },
      });
      countAnswer(verdict, reply);
      const code = reply.statusCode === 403 ? reply.json().error.code : undefined;
      const isKeptFromTokens = held === row.needs && ['not_for_machines', 'beyond_own_rights'].includes(code);
      if (reply.statusCode !== expected && !isKeptFromTokens)
        verdict.problems.push(
          `${row.route} by a token with ${held}: ${reply.statusCode} instead of ${expected}: ${reply.body.slice(0, 200)}`,
        );
      if (reply.body.includes(marks.theirs))
        verdict.problems.push(`${row.route} by a token with ${held} shows what is not ours`);
    }
  }
  return verdict;
}
