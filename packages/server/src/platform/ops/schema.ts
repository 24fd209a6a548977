import { z } from 'zod';
import { listOf, sortParameter } from '../http/paging.ts';

/** Failures of one code at one route within one hour. */
export interface CountedError {
  hour: string;
  code: string;
  route: string;
  count: number;
}

export interface PendingNotice {
  kind: NoticeKind;
  fingerprint: string;
  message: string;
  count: number;
  first_at: string;
  last_at: string;
  correlation_id: string | null;
}

/** fault: an error of ours. run: a run that failed. database, outside: a part that was or is away. security: an attack. */
export const noticeKinds = ['fault', 'run', 'database', 'outside', 'security'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export const errorSummary = z
  .object({
    hours: z.number().int(),
    total: z.number().int(),
    by_code: z.array(z.object({ code: z.string(), count: z.number().int() })),
    by_route: z.array(z.object({ route: z.string(), count: z.number().int() })),
    by_hour: z.array(z.object({ hour: z.string(), count: z.number().int() })),
    counts: z
      .array(z.object({ hour: z.string(), code: z.string(), route: z.string(), count: z.number().int() }))
      .describe('The 500 most frequent combinations.'),
  })
  .meta({ title: 'ErrorSummary' });

export const notice = z
  .object({
    notice_id: z.uuid(),
    kind: z.enum(noticeKinds),
    message: z.string(),
    count: z.number().int().describe('How often it has happened since the notice was opened.'),
    first_at: z.string(),
    last_at: z.string(),
    correlation_id: z.string().nullable().describe('Of the last time: it leads to the log entry.'),
    acknowledged_at: z.string().nullable(),
    acknowledged_by: z.uuid().nullable(),
  })
  .meta({ title: 'Notice' });
export type NoticeRow = z.output<typeof notice>;

export const noticeList = listOf(notice);
export const noticeQuery = z.strictObject({
  open: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('true: only what nobody has taken note of; false: only the rest.'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(2000).optional(),
  sort: sortParameter(['last_at', 'first_at', 'count', 'kind'], '-last_at'),
});

export const healthPart = z.object({
  name: z.string(),
  status: z.enum(['ok', 'degraded', 'off']).describe('off: not set up here, which is no fault.'),
  detail: z.string().nullable(),
});
export type HealthPart = z.output<typeof healthPart>;
