import { useSyncExternalStore } from 'react';

/** Why the session of an open page has ended; null while it lasts. The page waits, unseen, until its owner is back. */
let ending: string | null = null;
const listeners = new Set<() => void>();

export function tellSessionEnd(reason: string | null): void {
  if (reason !== null && ending !== null) return;
  ending = reason;
  for (const listener of listeners) listener();
}

export function useSessionEnd(): string | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => ending,
  );
}
