import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Database } from '../database/index.ts';
import type { RequestOutcome } from '../http/outcome.ts';
import type { ReplyCache } from '../http/reply-cache.ts';
import type { BreakerState, Outside } from '../outside/outside.ts';

const bucketsSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

interface Durations {
  buckets: number[];
  sum: number;
  count: number;
}

/** Figures of this process in the text format of Prometheus, kept by hand: a few counters need no library. */
export class Metrics {
  readonly #requests = new Map<string, number>();
  readonly #errors = new Map<string, number>();
  readonly #events = new Map<string, number>();
  readonly #durations = new Map<string, Durations>();
  readonly #delay = monitorEventLoopDelay({ resolution: 20 });

  constructor() {
    this.#delay.enable();
  }

  record(outcome: RequestOutcome): void {
    const route = outcome.route ?? 'none';
    add(this.#requests, labels({ method: outcome.method, route, status: String(outcome.status) }));
    if (outcome.code !== undefined) add(this.#errors, labels({ code: outcome.code, route }));
    const seconds = outcome.ms / 1000;
    const durations = this.#durations.get(route) ?? {
      buckets: bucketsSeconds.map(() => 0),
      sum: 0,
      count: 0,
    };
    this.#durations.set(route, durations);
    for (const [index, upTo] of bucketsSeconds.entries()) {
      if (seconds <= upTo) durations.buckets[index] = (durations.buckets[index] ?? 0) + 1;
    }
    durations.sum += seconds;
    durations.count += 1;
  }

  /** Something happened at the door: an attack, a block. */
  countSecurityEvent(kind: string): void {
    add(this.#events, labels({ kind }));
  }

  render(platform: { database: Database; outside: Outside; replies: ReplyCache }): string {
    const { appPool, ownerPool, appReach } = platform.database;
    const memory = process.memoryUsage();
    const cpu = process.cpuUsage();
    const services = platform.outside.figures();
    const kept = platform.replies.figures();
    const lines = [
      ...family('granary_requests_total', 'counter', 'Requests answered.', this.#requests),
      ...family('granary_errors_total', 'counter', 'Requests that failed, by error code.', this.#errors),
      ...family('granary_security_events_total', 'counter', 'What was noticed at the door.', this.#events),
      ...this.#histogram(),
      ...family(
        'granary_outside_state',
        'gauge',
        'Breaker of a service outside: 0 closed, 1 half open, 2 open.',
        services.map(({ name, state }) => [labels({ service: name }), stateNumbers[state]]),
      ),
      ...family(
        'granary_outside_calls_total',
        'counter',
        'Calls to services outside.',
        services.flatMap(({ name, successes, failures, refused }): [string, number][] => [
          [labels({ service: name, result: 'success' }), successes],
          [labels({ service: name, result: 'failure' }), failures],
          [labels({ service: name, result: 'refused' }), refused],
        ]),
      ),
      ...family('granary_database_up', 'gauge', 'Whether the database answered when it was last asked.', [
        ['', appReach.awaySince === undefined ? 1 : 0],
      ]),
      ...family(
        'granary_database_connections',
        'gauge',
        'Connections of the pools.',
        Object.entries({ app: appPool, owner: ownerPool }).flatMap(
          ([pool, { totalCount, idleCount, waitingCount }]): [string, number][] => [
            [labels({ pool, state: 'open' }), totalCount],
            [labels({ pool, state: 'idle' }), idleCount],
            [labels({ pool, state: 'waited_for' }), waitingCount],
          ],
        ),
      ),
      ...family('granary_reply_cache_total', 'counter', 'Reads that could be answered from a kept reply.', [
        [labels({ result: 'hit' }), kept.hits],
        [labels({ result: 'miss' }), kept.misses],
      ]),
      ...family('granary_reply_cache_bytes', 'gauge', 'Memory of kept replies.', [['', kept.bytes]]),
      ...family('process_resident_memory_bytes', 'gauge', 'Memory of this process.', [['', memory.rss]]),
      ...family('process_cpu_seconds_total', 'counter', 'Processor time of this process.', [
        ['', (cpu.user + cpu.system) / 1e6],
      ]),
      ...family('process_start_time_seconds', 'gauge', 'When this process started.', [
        ['', Math.round(Date.now() / 1000 - process.uptime())],
      ]),
      ...family(
        'nodejs_eventloop_lag_p99_seconds',
        'gauge',
        'How long the event loop was held, 99th percentile.',
        [['', this.#delay.percentile(99) / 1e9]],
      ),
    ];
    return `${lines.join('\n')}\n`;
  }

  close(): void {
    this.#delay.disable();
  }

  #histogram(): string[] {
    const name = 'granary_request_duration_seconds';
    const lines = [`# HELP ${name} Time to answer a request.`, `# TYPE ${name} histogram`];
    for (const [route, { buckets, sum, count }] of this.#durations) {
      for (const [index, upTo] of bucketsSeconds.entries()) {
        lines.push(`${name}_bucket${labels({ route, le: String(upTo) })} ${buckets[index]}`);
      }
      lines.push(`${name}_bucket${labels({ route, le: '+Inf' })} ${count}`);
      lines.push(`${name}_sum${labels({ route })} ${sum}`, `${name}_count${labels({ route })} ${count}`);
    }
    return lines;
  }
}

const stateNumbers: Record<BreakerState, number> = { closed: 0, half_open: 1, open: 2 };

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function labels(values: Record<string, string>): string {
  const pairs = Object.entries(values).map(
    ([name, value]) =>
      `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`,
  );
  return `{${pairs.join(',')}}`;
}

function family(name: string, type: string, help: string, values: Iterable<[string, number]>): string[] {
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...[...values].map(([key, value]) => `${name}${key} ${value}`),
  ];
}
