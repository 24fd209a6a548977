import { builtInRoles, permissionsOf, placeOf } from '../src/identity/roles/built-in-roles.ts';

const codes = Object.keys(builtInRoles) as (keyof typeof builtInRoles)[];

/** docs/roles.md: what the roles are, who holds which permission, and how rights are kept. */
export function rolesPage(permissions: Record<string, string>): string {
  const known = Object.keys(permissions).sort();
  const mark = (code: (typeof codes)[number], name: string) =>
    permissionsOf(code, [name]).size === 1 ? '●' : '';
  return `# Roles and rights

Written by \`npm run generate\` from \`identity/roles/built-in-roles.ts\` and the permissions that the capabilities declare. What each
role is answered at each route stands in [permission-matrix.md](permission-matrix.md).

## Built-in roles
| Role | What for |
| --- | --- |
${codes.map((code) => `| \`${code}\` | ${builtInRoles[code]} |`).join('\n')}

## Who holds which permission
A new permission finds its place by its name: the first row of \`placement\` whose pattern fits decides, and what nobody thought of is
owner's and administrator's. Roles of one's own list their permissions, and do not grow.

| Permission | Sentence | ${codes.map((code) => `\`${code}\``).join(' | ')} | Why |
| --- | --- | ${codes.map(() => ':-:').join(' | ')} | --- |
${known
  .map(
    (name) =>
      `| \`${name}\` | ${permissions[name]} | ${codes.map((code) => mark(code, name)).join(' | ')} | ${placeOf(name).why} |`,
  )
  .join('\n')}

## Rules
- Nobody gives, or takes from somebody, rights beyond their own: permissions, locations, suppliers, approval limit
  (403 \`beyond_own_rights\`, one detail for each). This holds for roles, people and invitations, and when an invitation is accepted.
- Nobody changes their own role, locations or limit, or deactivates themselves (403 \`own_rights_stay\`).
- The last active owner stays (409 \`last_owner\`), also when two owners demote each other at the same moment. Only owners make owners.
- Of a built-in role only the approval limit can be changed. A role that people have, or are invited to, cannot be removed.
- A role limited to locations holds at most what \`store_manager\` holds, one limited to suppliers what \`supplier\` holds: other
  permissions show rows of all locations together.
- A changed role takes effect with the next request; a deactivated person is refused at once with 401.

## Locations and suppliers
People with a limited role have \`store_ids\` or \`supplier_ids\`. Their requests run as the database role \`granary_limited\`, which
restrictive row policies bind (migration 0014): lists, details, key figures and exports hold their rows, and a foreign row is 404. The
scope travels with the request (\`platform/database/row-scope.ts\`), so that no query can forget it; runs see everything. People
without a limit run as \`granary_app\`, whose plans contain nothing of this. A new table with a location ends its migration with
\`call platform.limit_to_locations('schema.table')\`; the start refuses one that does not.

A transfer is seen from both ends and decided at its origin (403 \`actions.not_your_location\`); the other end shows its code, not its
name. Sums over all locations (accuracy of models, kept key figures) are not shown; key figures are computed from the own rows, with
costs of the own receipts.

## Approval limits
An approval is compared with \`value_at_stake\`, which every action shows: quantity × unit cost, the stock at cost that is moved, marked
down or liquidated. The person's own limit counts, else the role's, else there is none. Beyond it approving, alone or among several, is
403 \`approval_limit_exceeded\`; the sentence names the limit and who can approve. Rejecting has no limit.

## View as
A read with the header \`x-granary-view-as: <role or person's id>\` is answered as that role or person would see it, never with more than
one's own rights. A limited role names its rows: \`store_manager:S01,S02\`. It needs \`identity.view_as\`, changes nothing (403
\`view_as_is_read_only\`) and is recorded once for a session and target.

## Several organizations
\`granary organization create "Second company" --currency CHF\` makes one beside the others and prints a one-time link for its first owner;
\`granary organization list\` shows them. A person belongs to one organization, found by the e-mail address they sign in with.
`;
}
