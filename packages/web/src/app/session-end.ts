import { useSyncExternalStore } from 'react';

/** Whether the session of an open page has ended; the page waits, unseen, until its owner is back. */
let ended = false;
const listeners = new Set<() => void>();

export function tellSessionEnded(value: boolean): void {
  if (ended === value) return;
  ended = value;
  for (const listener of listeners) listener();
}

export function useSessionEnded(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => ended,
  );
}
