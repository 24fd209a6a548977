import type { FastifyReply, FastifyRequest } from 'fastify';

/** Days after which a browser forgets its session and the session ends, unless the page renews it. */
export const cookieDays = 7;

const plainName = 'granary_session';
/** Under https a cookie of this name can be set by this very host only, so a neighbouring host cannot slip in a session of its own. */
const hostName = '__Host-granary_session';

const isSecure = (publicUrl: string | undefined) => publicUrl?.startsWith('https:') ?? false;

export function setSessionCookie(reply: FastifyReply, token: string, publicUrl: string | undefined): void {
  const secure = isSecure(publicUrl);
  reply.setCookie(secure ? hostName : plainName, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure,
    maxAge: cookieDays * 24 * 3600,
  });
}

export function clearSessionCookie(reply: FastifyReply, publicUrl: string | undefined): void {
  const secure = isSecure(publicUrl);
  reply.clearCookie(secure ? hostName : plainName, { path: '/', httpOnly: true, sameSite: 'strict', secure });
}

/** Of the name that is set here alone: under https the plain one may be a neighbour's. */
export function readSessionCookie(
  request: FastifyRequest,
  publicUrl: string | undefined,
): string | undefined {
  return request.cookies[isSecure(publicUrl) ? hostName : plainName];
}

/** A browser that signed in before is told apart from strangers by this; it opens nothing. */
const plainDeviceName = 'granary_device';
const hostDeviceName = '__Host-granary_device';
const deviceDays = 365;

export function setDeviceCookie(reply: FastifyReply, device: string, publicUrl: string | undefined): void {
  const secure = isSecure(publicUrl);
  reply.setCookie(secure ? hostDeviceName : plainDeviceName, device, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure,
    maxAge: deviceDays * 24 * 3600,
  });
}

export function readDeviceCookie(request: FastifyRequest, publicUrl: string | undefined): string | undefined {
  return request.cookies[isSecure(publicUrl) ? hostDeviceName : plainDeviceName];
}
