import { z } from 'zod';
import { listOf, pageQuery, sortParameter } from '../../platform/http/paging.ts';

const told = z.record(z.string(), z.unknown()).nullable();

/** A moment, or a calendar day of the organization. */
const moment = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

const since = moment.optional().describe('From this instant, or from the beginning of this day.');
const until = moment.optional().describe('To this instant, or to the end of this day.');

export const auditEntry = z
  .object({
    audit_id: z.number().int().describe('Number in the chain of the organization, from 1, without gaps.'),
    at: z.string(),
    actor_id: z.uuid().nullable().describe('Null where the machine did it.'),
    actor_name: z.string().describe('As it was then; `Erased person` after an erasure.'),
    verb: z.string(),
    entity: z.string(),
    entity_id: z.string(),
    before: told,
    after: told,
    correlation_id: z.string().nullable(),
    hash: z.string().describe('SHA-256 over every field and the hash of the entry before, in hexadecimal.'),
  })
  .meta({ title: 'AuditEntry' });
export type AuditEntryRow = z.output<typeof auditEntry>;
export const auditList = listOf(auditEntry);

export const auditQuery = z.strictObject({
  ...pageQuery,
  actor: z.uuid().optional().describe('User id of who did it.'),
  entity: z.string().min(1).max(100).optional(),
  entity_id: z.string().min(1).max(300).optional(),
  verb: z.string().min(1).max(100).optional(),
  from: since,
  to: until,
  correlation_id: z.string().min(1).max(100).optional(),
  text: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Found in the id of the thing, in what was before or after, or in a name.'),
  sort: sortParameter(['audit_id'], '-audit_id'),
});
export type AuditQuery = z.output<typeof auditQuery>;

export const auditColumns = [
  'audit_id',
  'at',
  'actor_id',
  'actor_name',
  'verb',
  'entity',
  'entity_id',
  'before',
  'after',
  'correlation_id',
  'hash',
] as const;

const hash = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits');

export const verificationQuery = z
  .strictObject({
    audit_id: z.coerce
      .number()
      .int()
      .min(1)
      .max(Number.MAX_SAFE_INTEGER)
      .optional()
      .describe('Of a head that was saved earlier.'),
    hash: hash.optional().describe('Of the same head.'),
  })
  .refine((query) => (query.audit_id === undefined) === (query.hash === undefined), {
    message: 'audit_id and hash of a saved head belong together',
    path: ['hash'],
  });

const head = z.object({ audit_id: z.number().int(), hash });

export const headReply = head
  .extend({ org_id: z.uuid(), at: z.string().describe('When this was read.') })
  .meta({ title: 'AuditHead' });

export const verificationReply = z
  .object({
    valid: z.boolean(),
    entries: z.number().int().describe('Entries in order before the first break, or all.'),
    head: head.nullable().describe('The last entry that is in order.'),
    broken: z
      .object({
        audit_id: z.number().int().describe('The first entry that is not in order.'),
        kind: z.enum(['changed', 'removed', 'inserted', 'reordered']),
        message: z.string(),
      })
      .nullable(),
  })
  .meta({ title: 'AuditVerification' });

export const securityEvent = z
  .object({
    event_id: z.number().int(),
    at: z.string(),
    kind: z.string(),
    user_id: z.uuid().nullable().describe('Whom it concerns.'),
    user_name: z.string().nullable(),
    actor_id: z.uuid().nullable().describe('Who did it, where that is somebody else.'),
    session_id: z.uuid().nullable(),
    address: z.string().nullable().describe('Network address of the request.'),
    user_agent: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()),
    correlation_id: z.string().nullable(),
  })
  .meta({ title: 'SecurityEvent' });
export type SecurityEventRow = z.output<typeof securityEvent>;
export const securityEventList = listOf(securityEvent);

export const securityEventQuery = z.strictObject({
  ...pageQuery,
  kind: z.string().min(1).max(100).optional(),
  user_id: z.uuid().optional(),
  from: since,
  to: until,
  sort: sortParameter(['event_id'], '-event_id'),
});
export type SecurityEventQuery = z.output<typeof securityEventQuery>;

export const securityEventColumns = [
  'event_id',
  'at',
  'kind',
  'user_id',
  'user_name',
  'actor_id',
  'session_id',
  'address',
  'user_agent',
  'detail',
  'correlation_id',
] as const;
