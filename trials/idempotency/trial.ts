import { withOrganization } from '../../packages/server/src/platform/database/index.ts';
import type { TrialApp } from '../trial-app.ts';

export interface IdempotencyResult {
  requests: number;
  /** Uploads in the database afterwards: the effects. */
  effects: number;
  /** Keys whose replies were not all the same, to the byte. */
  different: number;
  /** Replies that were not the success of the first. */
  failed: number;
  changedBodies: number;
  changedRefused: number;
  statuses: Record<string, number>;
}

const retries = 5;
const keysAtOnce = 8;

/** Sends each of `keys` uploads five times at once under one key, then once with another file. */
export async function tryIdempotency(trial: TrialApp, keys: number): Promise<IdempotencyResult> {
  const result: IdempotencyResult = {
    requests: 0,
    effects: 0,
    different: 0,
    failed: 0,
    changedBodies: 0,
    changedRefused: 0,
    statuses: {},
  };
  const queue = Array.from({ length: keys }, (_, place) => place);
  async function work(): Promise<void> {
    for (let place = queue.shift(); place !== undefined; place = queue.shift()) {
      const key = `trial-5-${place}`;
      const file = `store_id,name,city\nS${place},Store ${place},Lille\n`;
      const replies = await Promise.all(Array.from({ length: retries }, () => upload(trial, key, file)));
      result.requests += retries + 1;
      result.failed += replies.filter(({ statusCode }) => statusCode !== 202).length;
      if (new Set(replies.map(({ body }) => body)).size > 1) result.different += 1;
      const changed = await upload(trial, key, `${file}X${place},Other,Lyon\n`);
      result.changedBodies += 1;
      for (const { statusCode } of [...replies, changed])
        result.statuses[statusCode] = (result.statuses[statusCode] ?? 0) + 1;
      const isRefused = changed.statusCode === 409 && changed.json().error.code === 'idempotency_key_reused';
      if (isRefused) result.changedRefused += 1;
    }
  }
  await Promise.all(Array.from({ length: keysAtOnce }, work));
  const { rows } = await withOrganization(trial.app.platform.database, trial.orgId, (tx) =>
    tx.client.query<{ count: number }>('select count(*)::int as count from ingest.raw_uploads'),
  );
  result.effects = rows[0]?.count ?? 0;
  return result;
}

export function isPassed(result: IdempotencyResult, keys: number): boolean {
  return (
    result.effects === keys &&
    result.different === 0 &&
    result.failed === 0 &&
    result.changedRefused === result.changedBodies
  );
}

let forms = 0;

/** As a client does: the boundary of the form is another one each time. */
async function upload({ app, headers }: TrialApp, key: string, file: string) {
  forms += 1;
  const boundary = `form-${forms}`;
  const part = (name: string, value: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; ${name}\r\n\r\n${value}\r\n`;
  return app.http.inject({
    method: 'POST',
    url: '/api/v1/upload',
    headers: {
      ...headers,
      'idempotency-key': key,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    payload: `${part('name="background"', 'true')}${part('name="file"; filename="stores.csv"', file)}--${boundary}--\r\n`,
  });
}
