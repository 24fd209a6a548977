/**
 * What the built-in roles may do. The rows are read from above, and the first
 * whose pattern fits a permission decides; owner and operator (the terminal of
 * the machine Granary runs on) hold every permission, an administrator every
 * one that is not the owner's alone. So a new permission finds its place by
 * its name, and one that nobody thought of is an administrator's.
 */
export const placement: readonly { pattern: RegExp; why: string; roles: readonly BuiltInRole[] }[] = [
  { pattern: /^identity\.owners$/, why: 'owners answer for the organization', roles: [] },
  { pattern: /^(identity|audit|ops)\./, why: 'people, roles, the trail and the machine', roles: ['admin'] },
  {
    pattern: /^stock\.receipts$/,
    why: 'what was received, also by the supplier it came from',
    roles: ['admin', 'planner', 'store_manager', 'analyst', 'viewer', 'supplier'],
  },
  {
    pattern: /^(ingest|runs)\.read$/,
    why: 'files and runs hold all locations together',
    roles: ['admin', 'planner', 'analyst', 'viewer'],
  },
  {
    pattern: /\.read$/,
    why: 'reading, each within the rows that are theirs',
    roles: ['admin', 'planner', 'store_manager', 'analyst', 'viewer'],
  },
  {
    pattern: /^actions\.(approve|complete)$/,
    why: 'deciding about stock',
    roles: ['admin', 'planner', 'store_manager'],
  },
  {
    pattern: /^demand\.forecast$/,
    why: 'calculating, without deciding',
    roles: ['admin', 'planner', 'analyst'],
  },
  {
    pattern: /^(ingest\.write|catalog\.write|runs\.start|expiry\.assess|actions\.propose)$/,
    why: 'the daily work of planning',
    roles: ['admin', 'planner'],
  },
  { pattern: /./, why: 'rules and whatever is not named above', roles: ['admin'] },
];

/** In the order in which they are shown; each with the sentence of the role editor. */
export const builtInRoles = {
  owner: 'Everything, and alone decides who else is an owner',
  admin: 'Everything but what is the owners’ alone: people, roles, rules and the daily work',
  planner: 'Uploads files, starts runs, decides about all locations',
  store_manager: 'Sees and decides about the locations given to them',
  analyst: 'Sees everything of the business and calculates forecasts',
  viewer: 'Sees everything of the business and changes nothing',
  supplier: 'Sees what was received from the suppliers given to them, and nothing else',
  operator: 'The terminal of the machine Granary runs on; cannot sign in on the web',
} as const;

export type BuiltInRole = keyof typeof builtInRoles;

export function isBuiltInRole(code: string): code is BuiltInRole {
  return Object.hasOwn(builtInRoles, code);
}

/** The permissions of a built-in role, of all that the capabilities declare. */
export function permissionsOf(role: BuiltInRole, all: readonly string[]): ReadonlySet<string> {
  if (role === 'owner' || role === 'operator') return new Set(all);
  return new Set(all.filter((name) => placeOf(name).roles.includes(role)));
}

export function placeOf(permission: string): (typeof placement)[number] {
  const row = placement.find(({ pattern }) => pattern.test(permission));
  if (row === undefined) throw new RangeError(`the permission "${permission}" has no name`);
  return row;
}
