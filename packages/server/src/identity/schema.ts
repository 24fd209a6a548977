import { z } from 'zod';

const email = z
  .email()
  .max(320)
  .transform((text) => text.toLowerCase());

export const linkBody = z.strictObject({ token: z.string().min(1).max(200) });
export const linkReply = z
  .object({ link: z.string().describe('Opens once, within 24 hours.') })
  .meta({ title: 'SignInLink' });
export const loginBody = z.strictObject({ email, password: z.string().min(1).max(1000) });
export const accountBody = z.strictObject({
  name: z.string().trim().min(1).max(200),
  email,
  password: z.string().min(12, 'use at least 12 characters').max(1000),
});

export const dataStatus = z.object({
  snapshot_date: z.string().nullable().describe('Newest stock snapshot; everything is planned from it.'),
  sales_until: z.string().nullable(),
  stores_missing: z.array(
    z.object({ store_id: z.string(), name: z.string(), last_date: z.string().nullable() }),
  ),
});
export type DataStatus = z.output<typeof dataStatus>;

export const meReply = z
  .object({
    user_id: z.uuid(),
    name: z.string(),
    email: z.string().nullable(),
    role: z.string().describe('The code of the role.'),
    has_password: z.boolean(),
    permissions: z.array(z.string()),
    organization: z.object({
      org_id: z.uuid(),
      name: z.string(),
      currency: z.string(),
      locale: z.string(),
      time_zone: z.string(),
      is_demo: z.boolean(),
    }),
    data: dataStatus,
  })
  .meta({ title: 'Me' });
