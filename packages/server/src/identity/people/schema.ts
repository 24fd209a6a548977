import { z } from 'zod';
import { bulkBody, bulkReply } from '../../platform/http/bulk.ts';
import { listOf, pageQuery, sortParameter } from '../../platform/http/paging.ts';
import { isImportable } from '../credentials/password.ts';
import { newPassword } from '../credentials/password-rules.ts';
import { email } from '../credentials/schema.ts';
import { limitAmount } from '../roles/schema.ts';

const name = z.string().trim().min(1).max(200);
const codes = (longest: number) => z.array(z.string().min(1).max(longest)).max(1_000);
const storeIds = codes(50).describe(
  'The locations of somebody whose role is limited to locations; empty for others.',
);
const supplierIds = codes(100).describe(
  'The suppliers of somebody whose role is limited to suppliers; empty for others.',
);
const role = z.string().min(1).max(50).describe('Code of a role.');

/** What a person gets, by invitation or at once. */
const placement = {
  email,
  role,
  store_ids: storeIds.default([]),
  supplier_ids: supplierIds.default([]),
  approval_limit: limitAmount.nullable().default(null).describe('Null: the limit of the role.'),
};

export const newUserBody = z
  .strictObject({
    name,
    ...placement,
    password: newPassword
      .optional()
      .describe('The first one; they change it after signing in. An invitation needs none.'),
    password_hash: z
      .string()
      .max(200)
      .refine(isImportable, 'a bcrypt hash of cost 10 to 13, such as $2b$12$…')
      .optional()
      .describe(
        'In place of the password, for somebody who comes from another system: its bcrypt hash (cost 10 to 13), replaced at their next sign-in. Needs identity.owners.',
      ),
  })
  .refine((body) => (body.password === undefined) !== (body.password_hash === undefined), {
    path: ['password'],
    message: 'send either password or password_hash',
  });
export type NewUser = z.output<typeof newUserBody>;
export const changedUserBody = z.strictObject({
  name: name.optional(),
  email: email.optional(),
  role: role.optional(),
  store_ids: storeIds.optional(),
  supplier_ids: supplierIds.optional(),
  approval_limit: limitAmount.nullable().optional(),
  version: z.number().int().positive(),
});
export type UserChange = z.output<typeof changedUserBody>;
export const bulkChangedUsers = bulkBody(z.strictObject({ user_id: z.uuid(), ...changedUserBody.shape }));
const userItem = z.strictObject({
  user_id: z.uuid(),
  version: z
    .number()
    .int()
    .positive()
    .optional()
    .describe('As you saw it; without it, whatever it is by now.'),
});
export type UserItem = z.output<typeof userItem>;
export type UserChangeItem = UserChange & { user_id: string };
export const bulkUsers = bulkBody(userItem);
export const bulkUsersReply = bulkReply(z.uuid(), {
  version: z.number().int().optional().describe('Of the person now.'),
}).meta({ title: 'BulkPeople' });
export const userParams = z.strictObject({ user_id: z.uuid() });
export const userQuery = z.strictObject({
  ...pageQuery,
  role: role.optional(),
  state: z.enum(['active', 'deactivated', 'all']).default('all'),
  q: z.string().max(100).optional().describe('Part of the name or the e-mail address.'),
  sort: sortParameter(['name', 'created_at'], 'name'),
});

export const userReply = z
  .object({
    user_id: z.uuid(),
    name: z.string(),
    email: z.string().nullable(),
    role: z.string(),
    role_name: z.string(),
    store_ids: z.array(z.string()),
    supplier_ids: z.array(z.string()),
    approval_limit: z.number().nullable().describe('Their own; null is the limit of the role.'),
    effective_approval_limit: z.number().nullable().describe('What holds; null is no limit.'),
    has_password: z.boolean(),
    is_active: z.boolean(),
    has_second_factor: z.boolean(),
    last_seen_at: z
      .string()
      .nullable()
      .describe(
        'To the minute, in a browser or program; null for never, or longer ago than ended sessions are kept.',
      ),
    sign_in_delayed_until: z
      .string()
      .nullable()
      .describe(
        'After failed attempts somebody, perhaps a stranger, has to wait until then at password or second factor; null: nobody does.',
      ),
    created_at: z.string(),
    version: z.number().int(),
  })
  .meta({ title: 'Person' });
export type UserRow = z.output<typeof userReply>;
/** As the organization's own tables tell it; who has to wait is counted outside of them. */
export type StoredUser = Omit<UserRow, 'sign_in_delayed_until'>;
export const userList = listOf(userReply);
export const userColumns = [
  'user_id',
  'name',
  'email',
  'role',
  'role_name',
  'effective_approval_limit',
  'has_password',
  'is_active',
  'created_at',
  'has_second_factor',
  'last_seen_at',
  'sign_in_delayed_until',
] as const satisfies readonly (keyof UserRow)[];

export const invitationBody = z
  .strictObject({ name: name.optional(), ...placement })
  .meta({ title: 'NewInvitation' });
export type InvitationBody = z.output<typeof invitationBody>;
export const invitationParams = z.strictObject({ invitation_id: z.uuid() });
export const invitationQuery = z.strictObject({
  limit: pageQuery.limit,
  cursor: pageQuery.cursor,
  state: z.enum(['open', 'accepted', 'withdrawn', 'expired', 'all']).default('open'),
  sort: sortParameter(['created_at', 'expires_at', 'email'], '-created_at'),
});
export type InvitationQuery = z.output<typeof invitationQuery>;
export const invitationReply = z
  .object({
    invitation_id: z.uuid(),
    email: z.string(),
    name: z.string().nullable(),
    role: z.string(),
    store_ids: z.array(z.string()),
    supplier_ids: z.array(z.string()),
    approval_limit: z.number().nullable(),
    state: z.enum(['open', 'accepted', 'withdrawn', 'expired']),
    invited_by_name: z.string(),
    created_at: z.string(),
    expires_at: z.string(),
  })
  .meta({ title: 'Invitation' });
export type InvitationRow = z.output<typeof invitationReply>;
export const invitationList = listOf(invitationReply);
export const madeInvitationReply = invitationReply
  .extend({
    sent: z.boolean().describe('Whether it went out by e-mail.'),
    link: z
      .string()
      .nullable()
      .describe('Told once, and only where no e-mail went out: pass it on yourself.'),
  })
  .meta({ title: 'MadeInvitation' });

/** Each is a mail that is sent while the caller waits. */
export const bulkInvitations = bulkBody(invitationBody, 100);
export const bulkInvitationsReply = bulkReply(z.uuid(), {
  email: z.string().optional(),
  sent: madeInvitationReply.shape.sent.optional(),
  link: madeInvitationReply.shape.link.optional(),
}).meta({ title: 'BulkInvitations' });

export const acceptBody = z.strictObject({ token: z.string().min(1).max(200), name, password: newPassword });
export const acceptedReply = z
  .object({ user_id: z.uuid(), name: z.string(), email: z.string() })
  .meta({ title: 'AcceptedInvitation' });
