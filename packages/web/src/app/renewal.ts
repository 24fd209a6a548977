import { useEffect } from 'react';
import { ApiError, client, unwrap } from './api.ts';
import { tellSessionEnd } from './session-end.ts';

const EVERY_MS = 12 * 3_600_000;
/** After a failure the next try waits, so that a server in trouble is not asked with every key. */
const PAUSE_MS = 60_000;
const KEY = 'granary.renewed-at';

let isUnderWay = false;
let notBefore = 0;

/**
 * Keeps the session while somebody works with the page: twice a day, with what they do next, it is given
 * another seven days. An unattended page asks for nothing, so that its session ends as idle.
 */
export function useRenewal(): void {
  useEffect(() => {
    const signs = ['pointerdown', 'keydown', 'visibilitychange'] as const;
    const onSign = () => {
      if (document.visibilityState === 'visible') void renewIfDue();
    };
    onSign();
    for (const sign of signs) document.addEventListener(sign, onSign);
    return () => {
      for (const sign of signs) document.removeEventListener(sign, onSign);
    };
  }, []);
}

/** One tab asks for all of this browser; should two ask, nothing is lost, since the cookie stays the same. */
async function renewIfDue(): Promise<void> {
  if (isUnderWay || Date.now() < notBefore || !isDue()) return;
  isUnderWay = true;
  try {
    await alone(async () => {
      await unwrap(client.POST('/api/v1/auth/refresh', { body: {} }));
      window.localStorage.setItem(KEY, String(Date.now()));
    });
  } catch (error) {
    notBefore = Date.now() + PAUSE_MS;
    if (error instanceof ApiError && error.status === 401) tellSessionEnd(error.message);
  } finally {
    isUnderWay = false;
  }
}

function isDue(): boolean {
  const last = Number(window.localStorage.getItem(KEY));
  return Math.abs(Date.now() - last) > EVERY_MS;
}

/** Does the work unless another tab is at it. */
async function alone(work: () => Promise<void>): Promise<void> {
  // Browsers have locks on https and on this machine only.
  if (!('locks' in navigator)) return work();
  await navigator.locks.request('granary.session', { ifAvailable: true }, (lock) =>
    lock === null ? undefined : work(),
  );
}
