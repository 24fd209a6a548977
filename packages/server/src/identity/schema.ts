import { z } from 'zod';

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
    store_ids: z.array(z.string()).nullable().describe('Locations one sees; null is all.'),
    supplier_ids: z.array(z.string()).nullable().describe('Suppliers one sees; null is all.'),
    approval_limit: z
      .number()
      .nullable()
      .describe('Largest stock at cost one may approve; null is no limit.'),
    viewing_as: z.string().nullable().describe('Role or person of the header x-granary-view-as.'),
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
