import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useFormats } from '../ui/FormatProvider.tsx';
import { client } from './api.ts';
import { useTrouble } from './connection.ts';
import classes from './Shell.module.css';

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 15_000;

/** Says that answers stay away, and since when; it goes by itself, with the page fresh, once the server is back. */
export function ServerAway() {
  const formats = useFormats();
  const cache = useQueryClient();
  const trouble = useTrouble();
  useReturn(() => void cache.invalidateQueries());
  return (
    // There from the beginning, so that readers of the screen are told when it fills.
    <div role="status" className={classes.connection ?? ''}>
      {trouble === null ? null : (
        <aside className={`${classes.bar} ${classes.away}`} aria-label="Connection">
          <span>
            <strong>
              {trouble.kind === 'silent'
                ? 'The server does not answer'
                : 'The server is there, but cannot reach its database'}
              , since {formats.instant(trouble.since.toISOString())}.
            </strong>{' '}
            What you see may be out of date; what you have typed stays. Granary tries again by itself.
          </span>
        </aside>
      )}
    </div>
  );
}

/** While the server is away it is asked again and again; `onReturn` is called when it is back. */
export function useReturn(onReturn: () => void): void {
  const isAway = useTrouble() !== null;
  useEffect(() => {
    if (!isAway) return undefined;
    let waitMs = FIRST_WAIT_MS;
    let retry: ReturnType<typeof setTimeout>;
    const ask = async () => {
      // Any answer is noted where it arrives, and ends this.
      await client.GET('/api/v1/health').catch(() => undefined);
      waitMs = Math.min(waitMs * 1.5, LONGEST_WAIT_MS);
      retry = setTimeout(() => void ask(), waitMs);
    };
    retry = setTimeout(() => void ask(), waitMs);
    return () => clearTimeout(retry);
  }, [isAway]);
  useOnEnd(isAway, onReturn);
}

/** Calls `onEnd` when a condition that held no longer does. */
function useOnEnd(holds: boolean, onEnd: () => void): void {
  const latest = useRef(onEnd);
  latest.current = onEnd;
  const held = useRef(holds);
  useEffect(() => {
    if (held.current && !holds) latest.current();
    held.current = holds;
  }, [holds]);
}
