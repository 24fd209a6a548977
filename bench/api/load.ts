import autocannon from 'autocannon';

export interface Load {
  url: string;
  headers?: Record<string, string>;
  /** posted as JSON; `[<id>]` becomes another text in each request */
  body?: string;
  connections: number;
  seconds: number;
  /** requests per second over all connections; as many as are answered if left out */
  rate?: number;
}

export interface Measured {
  perSecond: number;
  /** milliseconds */
  p50: number;
  p99: number;
  /** replies that were no success, and connections that broke */
  failed: number;
}

/** Sends requests to this machine from threads of their own, for a bounded time, after a second of warming up. */
export async function measure(load: Load): Promise<Measured> {
  await send({ ...load, seconds: 1 });
  const result = await send(load);
  return {
    perSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors + result.timeouts,
  };
}

function send({ url, headers, body, connections, seconds, rate }: Load): Promise<autocannon.Result> {
  return autocannon({
    ...{ url, connections, duration: seconds, workers: 1, timeout: 30 },
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { method: 'POST' as const, body, idReplacement: true }),
    ...(rate === undefined ? {} : { overallRate: rate }),
  });
}
