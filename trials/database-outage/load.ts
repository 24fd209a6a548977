import pg from 'pg';

/** One answer that the callers of the API got. */
export interface Answer {
  /** In milliseconds since the load began. */
  at: number;
  ms: number;
  /** 0 when the connection to Granary itself failed. */
  status: number;
  kind: 'read' | 'write' | 'health';
  path: string;
  hasRetryAfter: boolean;
  code: string | undefined;
}

export interface Load {
  answers: Answer[];
  /** Correlation ids of changes that were acknowledged. */
  acknowledged: Set<string>;
  /** Answers that must not be: neither right nor an honest 503. */
  wrong: string[];
  now(): number;
  stop(): Promise<void>;
}

const slowestMs = 40_000;

/**
 * People at work: some read, some change, and a monitor asks how Granary is. A change
 * makes a sign-in link, which writes two rows; the trail tells afterwards
 * whether what was acknowledged was kept.
 */
export function startLoad(
  address: string,
  token: string,
  people: { readers: number; writers: number },
): Load {
  const began = performance.now();
  const answers: Answer[] = [];
  const acknowledged = new Set<string>();
  const wrong: string[] = [];
  let stopped = false;
  let sent = 0;

  async function ask(kind: Answer['kind'], method: string, path: string, expected: number): Promise<void> {
    sent += 1;
    const correlationId = `trial-${sent}`;
    const at = performance.now() - began;
    try {
      const reply = await fetch(`${address}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'x-correlation-id': correlationId },
        signal: AbortSignal.timeout(slowestMs),
      });
      const body = (await reply.json()) as { error?: { code?: string }; data?: unknown };
      const hasRetryAfter = reply.headers.has('retry-after');
      const ms = performance.now() - began - at;
      answers.push({ at, ms, status: reply.status, kind, path, hasRetryAfter, code: body.error?.code });
      if (reply.status === expected) {
        if (kind === 'write') acknowledged.add(correlationId);
        if (kind === 'read' && !Array.isArray(body.data)) wrong.push(`${path}: a list without data`);
      } else if (reply.status !== 503 || !hasRetryAfter) {
        wrong.push(`${method} ${path}: ${reply.status} ${body.error?.code ?? ''}`);
      }
    } catch (error) {
      answers.push({
        at,
        ms: performance.now() - began - at,
        status: 0,
        kind,
        path,
        hasRetryAfter: false,
        code: undefined,
      });
      wrong.push(`${method} ${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async function work(kind: Answer['kind'], method: string, path: string, status: number, pauseMs: number) {
    while (!stopped) {
      await ask(kind, method, path, status);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  const all = [
    ...Array.from({ length: people.readers }, () => work('read', 'GET', '/api/v1/runs?limit=5', 200, 10)),
    ...Array.from({ length: people.writers }, () => work('write', 'POST', '/api/v1/auth/links', 201, 20)),
    ...['/health', '/health/ready', '/health/live'].map((path) => work('health', 'GET', path, 200, 100)),
  ];
  return {
    answers,
    acknowledged,
    wrong,
    now: () => performance.now() - began,
    async stop() {
      stopped = true;
      await Promise.all(all);
    },
  };
}

/** Of the acknowledged changes those of which the trail knows nothing. */
export async function lostAcknowledgements(
  connection: pg.ClientConfig,
  orgId: string,
  acknowledged: ReadonlySet<string>,
): Promise<string[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query(`select set_config('app.org_id', $1, false)`, [orgId]);
    const { rows } = await client.query<{ id: string }>(
      `select correlation_id as id from identity.audit_entries where verb = 'link_made'`,
    );
    const kept = new Set(rows.map((row) => row.id));
    return [...acknowledged].filter((id) => !kept.has(id));
  } finally {
    await client.end();
  }
}

/** Answers by their status, health left out: `200: 5000, 503: 300`. */
export function statuses({ answers }: Pick<Load, 'answers'>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind, status } of answers) if (kind !== 'health') counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** How long requests were told to come again: from the first 503 after a moment to the end of the last. */
export function unavailableSeconds(load: Load, from: number, until: number): number {
  const refused = load.answers.filter(
    ({ kind, status, at }) => kind !== 'health' && status === 503 && at >= from - 1_000 && at < until,
  );
  if (refused.length === 0) return 0;
  const first = Math.min(...refused.map(({ at }) => at));
  const last = Math.max(...refused.map(({ at, ms }) => at + ms));
  return (last - first) / 1000;
}
