/** A wish to stop, from Ctrl-C, `kill` or a closed terminal. */
export interface Stop {
  /** Resolves when somebody asks. */
  asked: Promise<void>;
  signal: AbortSignal;
}

/**
 * npm passes Ctrl-C on to a child that the terminal has told already, so the
 * same wish may come twice within moments. A second one after that is serious.
 */
const sameWishMs = 1_000;

/** Turns the first signal into a wish to stop cleanly; a later one ends the process at once. */
export function stopOnSignal(): Stop {
  const controller = new AbortController();
  let askedAt: number | undefined;
  const asked = new Promise<void>((resolve) => {
    const onSignal = () => {
      if (askedAt !== undefined && performance.now() - askedAt > sameWishMs) process.exit(130);
      if (askedAt !== undefined) return;
      askedAt = performance.now();
      controller.abort();
      resolve();
    };
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  });
  return { asked, signal: controller.signal };
}
