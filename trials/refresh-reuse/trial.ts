import { newcomer } from '../../packages/server/src/identity/test-people.ts';
import { withOrganization } from '../../packages/server/src/platform/database/index.ts';
import type { TrialApp } from '../trial-app.ts';

export interface RefreshFigures {
  families: number;
  statuses: Record<string, number>;
  /** Winners of each burst of copies; 1 each is right. */
  winners: number[];
  /** Copies that were told that another is under way. */
  doubles: number;
  /** Bursts after which the winner's pair did not work. */
  endedByBurst: number;
  /** Sessions that lived on after a used token came again. */
  survivors: number;
  slowestEndMs: number;
  /** Reuses that stand in the trail. */
  audited: number;
}

/** A burst of copies of one refresh token, and later the used token again, for each of some sessions. */
export async function tryRefreshReuse(
  trial: TrialApp,
  given: { families: number; copies: number; pauseMs: number },
): Promise<RefreshFigures> {
  const { app, orgId } = trial;
  const figures: RefreshFigures = {
    families: given.families,
    statuses: {},
    winners: [],
    doubles: 0,
    endedByBurst: 0,
    survivors: 0,
    slowestEndMs: 0,
    audited: 0,
  };
  const refresh = async (refresh_token: string) => {
    const payload = { refresh_token };
    const reply = await app.http.inject({ method: 'POST', url: '/api/v1/auth/refresh', payload });
    figures.statuses[reply.statusCode] = (figures.statuses[reply.statusCode] ?? 0) + 1;
    return reply;
  };
  const works = async (access_token: string) => {
    const headers = { authorization: `Bearer ${access_token}` };
    return (await app.http.inject({ url: '/api/v1/sessions', headers })).statusCode === 200;
  };
  const reuse = async (used: string, access_token: string) => {
    if (!(await works(access_token))) throw new Error('the session had ended before');
    const startedAt = performance.now();
    const { statusCode } = await refresh(used);
    if (statusCode !== 401) throw new Error(`a used token was answered ${statusCode}`);
    if (await works(access_token)) figures.survivors += 1;
    figures.slowestEndMs = Math.max(figures.slowestEndMs, performance.now() - startedAt);
  };

  const bursts: { used: string; access_token: string }[] = [];
  for (let family = 0; family < given.families; family++) {
    // One who keeps the used token and sends it at once after the reply.
    const plain = await newcomer(app, orgId);
    const renewed = (await refresh(plain.refreshToken)).json();
    await reuse(plain.refreshToken, renewed.access_token);

    // A client that sends copies at the same time is no thief.
    const { refreshToken } = await newcomer(app, orgId);
    const replies = await Promise.all(Array.from({ length: given.copies }, () => refresh(refreshToken)));
    const won = replies.filter((reply) => reply.statusCode === 200);
    figures.winners.push(won.length);
    figures.doubles += replies.filter((reply) => reply.statusCode === 409).length;
    const { access_token } = won[0]?.json() ?? {};
    if (await works(access_token)) bursts.push({ used: refreshToken, access_token });
    else figures.endedByBurst += 1;
  }
  await new Promise((resolve) => setTimeout(resolve, given.pauseMs));
  for (const { used, access_token } of bursts) await reuse(used, access_token);
  figures.audited = await withOrganization(app.platform.database, orgId, async (tx) => {
    const { rows } = await tx.client.query<{ count: number }>(
      `select count(*) as count from identity.audit_trail
       where verb = 'session_ended' and after ->> 'reason' = 'refresh_token_reused'`,
    );
    return rows[0]?.count ?? 0;
  });
  return figures;
}

export function isPassed(figures: RefreshFigures): boolean {
  return (
    figures.winners.every((count) => count === 1) &&
    figures.endedByBurst === 0 &&
    figures.survivors === 0 &&
    figures.slowestEndMs < 1_000 &&
    figures.audited === 2 * figures.families
  );
}
