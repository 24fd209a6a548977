import { useEffect, useState } from 'react';
import { ApiError } from '../../app/api.ts';
import classes from './Door.module.css';

/** Seconds until the server looks at another attempt, counted down; 0 when it would now. */
export function useWait(error: Error | null): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const seconds = error instanceof ApiError ? (error.retryAfterSeconds ?? 0) : 0;
    const until = Date.now() + seconds * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    if (seconds === 0) return undefined;
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [error]);
  return left;
}

/** Why one is not in yet, and for how long an attempt would be refused unread. */
export function WaitNotice({ error, wait }: { error: Error | null; wait: number }) {
  return (
    <div role="alert" className={classes.notice}>
      {error === null ? null : <p className={classes.problem}>{error.message}</p>}
      {wait === 0 ? null : (
        // Read out once, not every second.
        <p aria-live="off">
          The next attempt counts in <span className="figure">{inMinutes(wait)}</span>.
        </p>
      )}
    </div>
  );
}

function inMinutes(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
