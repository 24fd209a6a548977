import { useSyncExternalStore } from 'react';

/** What keeps answers away: silence, or a server that is there and cannot serve yet. */
export type Trouble = { kind: 'silent' | 'unready'; since: Date };

let trouble: Trouble | null = null;
const listeners = new Set<() => void>();

/** Told of every answer and of every silence; what is noted first stays until the server is back. */
export function noteAnswer(status: number | null): void {
  const kind = status === null ? 'silent' : status >= 502 && status <= 504 ? 'unready' : null;
  if (kind === (trouble?.kind ?? null)) return;
  trouble = kind === null ? null : { kind, since: trouble?.since ?? new Date() };
  for (const listener of listeners) listener();
}

export function useTrouble(): Trouble | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => trouble,
  );
}
