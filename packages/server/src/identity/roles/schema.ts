import { z } from 'zod';

export const roleCode = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,49}$/, 'lower-case letters, digits and _, at most 50')
  .describe('The code of the role, such as `planner`.');
export const roleParams = z.strictObject({ role_id: z.string().min(1).max(50) });

/** Money as it is stored: cents, and not more than the column holds. */
export const limitAmount = z
  .number()
  .min(0)
  .max(999_999_999_999)
  .multipleOf(0.01)
  .describe('Largest stock at cost that may be approved, in the currency of the organization.');

const rights = {
  name: z.string().trim().min(1).max(100),
  permissions: z.array(z.string().max(100)).max(500),
  is_limited_to_locations: z
    .boolean()
    .default(false)
    .describe('People with this role see and change the locations given to them.'),
  is_limited_to_suppliers: z
    .boolean()
    .default(false)
    .describe('People with this role see what came from the suppliers given to them.'),
  approval_limit: limitAmount
    .nullable()
    .default(null)
    .describe('For people without a limit of their own; null is none.'),
};

export const newRoleBody = z.strictObject({
  role_id: roleCode.optional().describe('Made from the name when it is left out.'),
  ...rights,
});
export const changedRoleBody = z.strictObject({ ...rights, version: z.number().int().positive() });
export type RoleBody = Omit<z.output<typeof newRoleBody>, 'role_id'>;

export const roleReply = z
  .object({
    role_id: z.string(),
    name: z.string(),
    description: z.string().nullable().describe('What a built-in role is for.'),
    permissions: z.array(z.string()),
    is_built_in: z.boolean().describe('Of a built-in role only the approval limit can be changed.'),
    is_limited_to_locations: z.boolean(),
    is_limited_to_suppliers: z.boolean(),
    approval_limit: z.number().nullable(),
    people: z.number().int().describe('People with this role, deactivated ones included.'),
    version: z.number().int(),
  })
  .meta({ title: 'Role' });
export type RoleReply = z.output<typeof roleReply>;
export const roleList = z.object({ data: z.array(roleReply) });

export const permissionList = z.object({
  data: z.array(
    z
      .object({
        permission: z.string(),
        sentence: z.string(),
        is_owners_alone: z.boolean().describe('No role but that of owners can hold it.'),
        for_locations: z.boolean().describe('A role limited to locations can hold it.'),
        for_suppliers: z.boolean().describe('A role limited to suppliers can hold it.'),
        built_in_roles: z.array(z.string()),
        routes: z.array(z.string()).describe('Method and address of each route that asks for it.'),
      })
      .meta({ title: 'Permission' }),
  ),
});
