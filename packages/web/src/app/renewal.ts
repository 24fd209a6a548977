let underWay: Promise<boolean> | null = null;

/**
 * Exchanges the session's cookies for new ones. Each may be exchanged only once, so the requests of this
 * page wait for one exchange, and the tabs of this browser take turns where it can make them.
 *
 * @returns false when the session has ended
 * @throws when the server did not say
 */
export function renewSession(): Promise<boolean> {
  underWay ??= inTurn(askForRenewal).finally(() => {
    underWay = null;
  });
  return underWay;
}

async function askForRenewal(): Promise<boolean> {
  const reply = await fetch('/api/v1/auth/refresh', {
    method: 'POST',
    headers: { 'x-granary-client': 'web', 'content-type': 'application/json' },
    body: '{}',
  });
  if (reply.status >= 500 || reply.status === 429) throw new Error(`renewal: ${reply.status}`);
  return reply.ok;
}

function inTurn(work: () => Promise<boolean>): Promise<boolean> {
  // Browsers have locks on https and on this machine only.
  return 'locks' in navigator ? navigator.locks.request('granary.session', work) : work();
}
