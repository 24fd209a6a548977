import { z } from 'zod';
import { listOf, pageQuery, sortParameter } from '../../platform/http/paging.ts';
import { accessTokenSeconds } from './access-token.ts';

export const tokenReply = z
  .object({
    access_token: z.string().describe('Sent as `Authorization: Bearer …`.'),
    refresh_token: z.string().describe('Works once, within 7 days; see POST /auth/refresh.'),
    token_type: z.literal('Bearer'),
    expires_in: z.literal(accessTokenSeconds).describe('Seconds until the access token expires.'),
  })
  .meta({ title: 'Tokens' });
export type TokenReply = z.output<typeof tokenReply>;

export const signInMode = z
  .enum(['token', 'cookie'])
  .optional()
  .describe('Default: cookie for a browser that sends `x-granary-client: web`, else token.');

export const refreshBody = z.strictObject({
  refresh_token: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe(
      'Without one, the session of the cookie is kept for another 7 days, up to the longest a session lasts: 204.',
    ),
});

export const sessionRow = z
  .object({
    session_id: z.uuid(),
    kind: z.enum(['browser', 'program', 'terminal']),
    created_at: z.string(),
    last_seen_at: z.string().describe('To the minute.'),
    expires_at: z.string().describe('Its end, unless it is renewed.'),
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
    is_current: z.boolean().describe('The one this request was sent with.'),
  })
  .meta({ title: 'Session' });
export type SessionRow = z.output<typeof sessionRow>;

export const sessionList = listOf(sessionRow);
export const sessionsQuery = z.strictObject({
  limit: pageQuery.limit,
  cursor: pageQuery.cursor,
  sort: sortParameter(['created_at', 'last_seen_at', 'expires_at'], '-created_at'),
});
export type SessionsQuery = z.output<typeof sessionsQuery>;
export const sessionParams = z.strictObject({ session_id: z.uuid() });
export const userParams = z.strictObject({ user_id: z.uuid() });
export const userSessionParams = z.strictObject({ user_id: z.uuid(), session_id: z.uuid() });
export const endedReply = z.object({ ended: z.number().int() }).meta({ title: 'EndedSessions' });
