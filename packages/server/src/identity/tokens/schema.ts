import { z } from 'zod';
import { listOf, pageQuery, sortParameter } from '../../platform/http/paging.ts';

export const machineToken = z
  .object({
    token_id: z.uuid(),
    name: z.string(),
    prefix: z.string().describe('The part of the token that is not secret, to recognize it by.'),
    permissions: z.array(z.string()),
    user_id: z.uuid(),
    made_by: z.string(),
    created_at: z.string(),
    expires_at: z.string(),
    last_used_at: z.string().nullable().describe('To the minute.'),
    revoked_at: z.string().nullable(),
  })
  .meta({ title: 'MachineToken' });
export type MachineToken = z.output<typeof machineToken>;

export const newTokenReply = machineToken
  .extend({ token: z.string().describe('Shown this once.') })
  .meta({ title: 'NewMachineToken' });

export const tokenBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  permissions: z
    .array(z.string().min(1).max(100))
    .min(1)
    .max(200)
    .describe('Some of your own; what you lose later, the token loses too.'),
  expires_in_days: z.number().int().min(1).max(3650),
});

export const tokensQuery = z.strictObject({
  limit: pageQuery.limit,
  cursor: pageQuery.cursor,
  sort: sortParameter(['created_at', 'expires_at', 'name'], '-created_at'),
});
export type TokensQuery = z.output<typeof tokensQuery>;
export const tokenList = listOf(machineToken);
export const tokenParams = z.strictObject({ token_id: z.uuid() });
