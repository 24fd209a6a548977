import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  type IPolicy,
  retry,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import type { Logger } from 'pino';

/** How a service outside of Granary (mail, a model, an ERP) is called. */
export interface OutsideOptions {
  /** Shown in health, metrics and messages: `mail`. */
  name: string;
  /** One try may take this long; default 10 s. */
  timeoutMs?: number;
  /** Tries of one call, with growing pauses; default 3. Use 1 where a second try could do something twice. */
  attempts?: number;
  /** Failed tries in a row after which no more are made; default 5. */
  openAfter?: number;
  /** How long none is made before one call is let through as a probe; default 30 s. */
  probeAfterMs?: number;
  /** Whether an error is an answer of a healthy service (an address it refuses): neither retried nor counted. */
  isAnswer?(error: unknown): boolean;
}

export interface OutsideService {
  /**
   * @param work given a signal that ends it when its time is up
   * @throws {OutsideUnavailable} when the service failed, was too slow, or is left alone since it failed before
   */
  call<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
  /**
   * For a service that one can do without, such as a model that refines what
   * rules can say: where it fails or its answer cannot be used, the fallback
   * answers, one warning is logged, and the result is marked.
   *
   * @param work throws when the answer cannot be used
   */
  callOr<Result>(
    work: (signal: AbortSignal) => Promise<Result>,
    fallback: () => Result | Promise<Result>,
  ): Promise<{ result: Result; source: 'service' | 'fallback' }>;
  readonly state: BreakerState;
}

/** closed: calls go through; open: none does; half_open: one is tried. */
export type BreakerState = 'closed' | 'open' | 'half_open';

export interface OutsideFigures {
  name: string;
  state: BreakerState;
  successes: number;
  failures: number;
  /** Calls that were not made since the breaker was open. */
  refused: number;
  last_failure: string | null;
}

export interface Outside {
  service(options: OutsideOptions): OutsideService;
  figures(): OutsideFigures[];
  /** Told whenever a breaker opens, probes or closes. */
  onChange(listener: (name: string, state: BreakerState) => void): void;
}

/** A service outside does not work at the moment. What depends on it answers without it, or 503. */
export class OutsideUnavailable extends Error {
  override readonly name = 'OutsideUnavailable';
  readonly service: string;
  readonly retryAfterSeconds: number;

  constructor(service: string, reason: string, retryAfterSeconds: number, options: { cause: unknown }) {
    super(`${service} is not available: ${reason}`, options);
    this.service = service;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const stateNames: Record<CircuitState, BreakerState> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half_open',
  [CircuitState.Isolated]: 'open',
};

/**
 * The one place from which Granary calls what is outside of it: each try has
 * an end, failed tries are repeated with growing pauses, and a service that
 * keeps failing is left alone until a probe succeeds. So a dead mail server
 * costs neither the time of a request nor a queue of waiting ones.
 */
export function createOutside(log: Logger): Outside {
  const services = new Map<string, () => OutsideFigures>();
  const listeners: ((name: string, state: BreakerState) => void)[] = [];

  return {
    service(options) {
      if (services.has(options.name)) throw new Error(`two outside services are named ${options.name}`);
      const { policy, breaker } = policyOf(options);
      const count = { successes: 0, failures: 0, refused: 0, last: null as string | null };
      breaker.onStateChange((state) => {
        log.warn({ service: options.name, state: stateNames[state] }, 'an outside service changed its state');
        for (const listener of listeners) listener(options.name, stateNames[state]);
      });
      services.set(options.name, () => ({
        name: options.name,
        state: stateNames[breaker.state],
        successes: count.successes,
        failures: count.failures,
        refused: count.refused,
        last_failure: count.last,
      }));
      const service: OutsideService = {
        get state() {
          return stateNames[breaker.state];
        },
        async callOr(work, fallback) {
          try {
            return { result: await service.call(work), source: 'service' };
          } catch (error) {
            log.warn({ service: options.name, err: error }, 'an outside service failed; done without it');
            return { result: await fallback(), source: 'fallback' };
          }
        },
        async call(work) {
          try {
            const result = await policy.execute(({ signal }) => work(signal));
            count.successes += 1;
            return result;
          } catch (error) {
            if (options.isAnswer?.(error) === true) {
              count.successes += 1;
              throw error;
            }
            if (error instanceof BrokenCircuitError) count.refused += 1;
            else {
              count.failures += 1;
              count.last = new Date().toISOString();
            }
            throw explained(options, error);
          }
        },
      };
      return service;
    },
    figures: () => [...services.values()].map((read) => read()),
    onChange: (listener) => void listeners.push(listener),
  };
}

function policyOf(options: OutsideOptions): { policy: IPolicy; breaker: CircuitBreakerPolicy } {
  const isFault = (error: unknown) => options.isAnswer?.(error) !== true;
  const breaker = circuitBreaker(handleWhen(isFault), {
    halfOpenAfter: options.probeAfterMs ?? defaultProbeAfterMs,
    breaker: new ConsecutiveBreaker(options.openAfter ?? 5),
  });
  const tries = retry(
    handleWhen((error) => isFault(error) && !(error instanceof BrokenCircuitError)),
    {
      maxAttempts: (options.attempts ?? 3) - 1,
      backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 2_000 }),
    },
  );
  const limit = timeout(options.timeoutMs ?? 10_000, TimeoutStrategy.Aggressive);
  return { policy: wrap(tries, breaker, limit), breaker };
}

const defaultProbeAfterMs = 30_000;

function explained(options: OutsideOptions, cause: unknown): OutsideUnavailable {
  const pauseSeconds = Math.ceil((options.probeAfterMs ?? defaultProbeAfterMs) / 1000);
  if (cause instanceof BrokenCircuitError) {
    const reason = `it failed several times in a row and is tried again within ${pauseSeconds} s`;
    return new OutsideUnavailable(options.name, reason, pauseSeconds, { cause });
  }
  const reason =
    cause instanceof TaskCancelledError
      ? `it did not answer within ${(options.timeoutMs ?? 10_000) / 1000} s`
      : cause instanceof Error
        ? cause.message
        : String(cause);
  return new OutsideUnavailable(options.name, reason, 5, { cause });
}
