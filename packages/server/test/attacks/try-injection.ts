import type { TwoOrganizations } from '../matrix/two-organizations.ts';
import { type Reached, watchRoutes } from '../reached.ts';
import { payloads } from './corpus.ts';
import { askerOf, endsSession, type Position, pairsOf, positionsOf } from './positions.ts';
import { damage, readState, strayFiles } from './state.ts';
import { tryPayload } from './try-payload.ts';

export interface InjectionResult {
  positions: number;
  payloads: number;
  requests: number;
  reached: Reached;
  hits: string[];
}

const requestsAtOnce = 6;

/**
 * Sends payloads as the owner, who gets furthest, and looks at the answers,
 * the database and the files.
 *
 * @param share         see {@link pairsOf}
 * @param choice.only   one route, to look at it
 * @param choice.offset see {@link pairsOf}
 */
export async function tryInjection(
  both: TwoOrganizations,
  share: number,
  choice: { only?: string | undefined; offset?: number } = {},
): Promise<InjectionResult> {
  const { only, offset } = choice;
  const positions = positionsOf(both).filter(({ route }) => only === undefined || route === only);
  const result: InjectionResult = {
    positions: positions.length,
    payloads: payloads.length,
    requests: 0,
    reached: watchRoutes(both.app.routes),
    hits: [],
  };
  const before = await readState(both);
  // What reads comes first: the trail, which the rest makes long, is read as a whole by some of them.
  const readsFirst = positions.toSorted((a, b) => Number(isRead(a)) - Number(isRead(b)));
  const pairs = pairsOf(readsFirst, payloads, share, offset).map(([position, payload]) => ({
    position,
    payload,
  }));
  const atOnce = Array.from({ length: requestsAtOnce }, async () => {
    for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop())
      await attempt(both, pair.position, pair.payload, result);
  });
  await Promise.all(atOnce);
  result.hits.push(...damage(before, await readState(both)));
  // An owner who was signed out on the way would have been refused everywhere, which is no safety.
  const me = await both.app.http.inject({ url: '/api/v1/me', headers: await both.as('owner') });
  if (me.statusCode !== 200) result.hits.push(`the owner's session ended: ${me.body.slice(0, 200)}`);
  const stray = await strayFiles(both.folder, [both.ours.orgId, both.theirs.orgId]);
  result.hits.push(...stray.map((path) => `a file lies at ${path}`));
  return result;
}

const isRead = ({ route }: Position) => route.startsWith('GET ');

async function attempt(
  both: TwoOrganizations,
  position: Position,
  payload: (typeof payloads)[number],
  result: InjectionResult,
): Promise<void> {
  const headers = await both.as(askerOf(position.route), endsSession.test(position.route) ? 'new' : 'same');
  const { status, hits } = await tryPayload(both, position, payload, headers);
  result.requests += 1;
  result.reached.record(position.route, status);
  for (const hit of hits)
    result.hits.push(
      `${position.route}, ${position.name}, ${payload.kind} ${JSON.stringify(payload.text.slice(0, 80))}: ${hit}`,
    );
}
