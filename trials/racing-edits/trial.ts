import type { TrialApp } from '../trial-app.ts';

export interface RacingResult {
  edits: number;
  accepted: number;
  /** Refused with 409 (version in the body) or 412 (If-Match). */
  stale: { body: number; header: number };
  /** Any other answer. */
  wrong: number;
  /** Accepted edits of which nothing is left: each adds one to a counter. */
  lost: number;
}

const address = '/api/v1/expiry/rules';

/**
 * Clients read the rules, add one to a number in them, and save with the
 * version they saw; half of the time it stands in the body, half in If-Match.
 */
export async function tryRacingEdits(
  { app, headers }: TrialApp,
  given: { edits: number; clients: number },
): Promise<RacingResult> {
  const result: RacingResult = {
    edits: 0,
    accepted: 0,
    stale: { body: 0, header: 0 },
    wrong: 0,
    lost: 0,
  };
  const read = async () =>
    (await app.http.inject({ url: address, headers })).json() as {
      version: number;
      rules: { min_savings: number };
    };
  const start = (await read()).rules.min_savings;

  async function edit(): Promise<void> {
    while (result.edits < given.edits) {
      result.edits += 1;
      const inHeader = result.edits % 2 === 0;
      const { version, rules } = await read();
      const reply = await app.http.inject({
        method: 'PUT',
        url: address,
        headers: inHeader ? { ...headers, 'if-match': `"${version}"` } : headers,
        payload: { ...rules, min_savings: rules.min_savings + 1, ...(inHeader ? {} : { version }) },
      });
      if (reply.statusCode === 200) result.accepted += 1;
      else if (inHeader && reply.statusCode === 412) result.stale.header += 1;
      else if (!inHeader && reply.statusCode === 409) result.stale.body += 1;
      else result.wrong += 1;
    }
  }
  await Promise.all(Array.from({ length: given.clients }, edit));
  result.lost = start + result.accepted - (await read()).rules.min_savings;
  return result;
}

export function isPassed(result: RacingResult): boolean {
  const collisions = result.stale.body + result.stale.header;
  return (
    result.lost === 0 &&
    result.wrong === 0 &&
    // Neither one after another, nor refused for good.
    result.accepted >= result.edits / 100 &&
    collisions >= result.edits / 10 &&
    result.accepted + collisions === result.edits
  );
}
