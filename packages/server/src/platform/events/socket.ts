import type { FastifyInstance, FastifyRequest } from 'fastify';
import { apiPrefix } from '../http/addresses.ts';
import { AppError } from '../http/errors.ts';
import type { Caller } from '../http/route.ts';
import { asHeardBy, hearsAnything } from './audience.ts';
import type { Events } from './events.ts';

/** A client that lets this much pile up is dropped, not buffered. */
const maxBufferedBytes = 1_000_000;
const pingEveryMs = 30_000;

/** `WS /api/v1/events`: what happens in the caller's organization, as it happens. */
export function registerSocket(
  app: FastifyInstance,
  events: Events,
  given: {
    authenticate(request: FastifyRequest, how?: { isActivity: boolean }): Promise<Caller | undefined>;
    /** A browser names the page that opens a socket; another site's page may not. */
    comesFromOurPage(request: FastifyRequest): boolean;
  },
): void {
  const { authenticate, comesFromOurPage } = given;
  app.get(`${apiPrefix}/events`, { websocket: true, schema: { hide: true } }, async (socket, request) => {
    const caller = await authenticate(request).catch(refusedCaller);
    if (caller === undefined || !comesFromOurPage(request)) {
      socket.close(4401, 'Sign in first.');
      return;
    }
    const send = (message: object) => {
      if (socket.bufferedAmount > maxBufferedBytes) socket.terminate();
      else socket.send(JSON.stringify(message));
    };
    if (!hearsAnything(caller)) {
      socket.close(4403, 'This role is told of nothing here.');
      return;
    }
    let listening = caller;
    const unsubscribe = events.subscribe(caller.orgId, (event) => {
      const heard = asHeardBy(listening, event);
      if (heard !== undefined) send(heard);
    });
    const ping = setInterval(async () => {
      // A session that ended meanwhile hears no more; an open page alone does not keep it from ending as idle.
      const still = await authenticate(request, { isActivity: false }).catch((error: unknown) =>
        error instanceof AppError ? undefined : listening,
      );
      if (still === undefined) return socket.close(4401, 'Sign in again.');
      // Their rights may have changed meanwhile.
      listening = still;
      socket.ping();
    }, pingEveryMs);
    const end = () => {
      clearInterval(ping);
      unsubscribe();
    };
    socket.on('close', end);
    // It may have gone while we looked up who it is; then `close` was already told.
    if (socket.readyState !== socket.OPEN) return end();
    send({ type: 'hello' });
  });
}

/** A credential that does not work is as none; a database that is away is told as such by the caller. */
function refusedCaller(error: unknown): undefined {
  if (error instanceof AppError) return undefined;
  throw error;
}
