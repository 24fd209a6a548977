import type { Answer, Load } from './load.ts';

/** What health said about one fault. */
export interface HealthVerdict {
  asked: number;
  /** From the fault until an answer said that the database is away; undefined when none did. */
  toldAwayAfter: number | undefined;
  /** From the mending until an answer said that the database is back; undefined when none did. */
  toldBackAfter: number | undefined;
  slowestSeconds: number;
  /** Answers that said what was not so, after health had noticed. */
  lies: string[];
}

/** Health may need this long to notice, as a black hole is noticed by waiting. */
export const noticedWithinSeconds = 5;

/**
 * While the database is away, `/health` and `/health/ready` say 503 from the
 * moment they noticed until it is back; while it is not away, none says 503.
 * `/health/live` speaks of the process alone and is never anything but 200.
 */
export function judgeHealth(
  { answers }: Pick<Load, 'answers'>,
  time: { from: number; mendedAt: number; until: number },
  isAway: boolean,
): HealthVerdict {
  const asked = answers.filter(({ kind, at }) => kind === 'health' && at >= time.from && at < time.until);
  const end = (answer: Answer) => answer.at + answer.ms;
  const first = (status: number, after: number) =>
    asked
      .filter((answer) => answer.status === status && answer.at >= after)
      .map(end)
      .sort((a, b) => a - b)[0];
  const toldAway = isAway ? first(503, time.from) : undefined;
  const toldBack = first(200, time.mendedAt);
  const isLie = (answer: Answer): boolean => {
    if (answer.path === '/health/live') return answer.status !== 200;
    if (!isAway) return answer.status !== 200;
    // Asked after it was noticed, and answered before it was mended.
    if (answer.at > (toldAway ?? time.from) && end(answer) < time.mendedAt) return answer.status !== 503;
    return answer.at > (toldBack ?? time.until) && answer.status !== 200;
  };
  const second = (at: number) => ((at - time.from) / 1000).toFixed(2);
  const seconds = (at: number | undefined, since: number) =>
    at === undefined ? undefined : (at - since) / 1000;
  return {
    asked: asked.length,
    toldAwayAfter: seconds(toldAway, time.from),
    toldBackAfter: seconds(toldBack, time.mendedAt),
    slowestSeconds: Math.max(0, ...asked.map(({ ms }) => ms)) / 1000,
    lies: asked
      .filter(isLie)
      .map(
        (answer) =>
          `${answer.path} said ${answer.status}, asked at ${second(answer.at)} s, answered at ${second(end(answer))} s`,
      ),
  };
}

export function toldTheTruth(health: HealthVerdict, isAway: boolean): boolean {
  const isInTime = (seconds: number | undefined) => seconds !== undefined && seconds <= noticedWithinSeconds;
  return (
    health.asked > 0 &&
    health.lies.length === 0 &&
    health.slowestSeconds <= noticedWithinSeconds &&
    isInTime(health.toldBackAfter) &&
    (!isAway || isInTime(health.toldAwayAfter))
  );
}
