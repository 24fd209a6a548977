/** One way of falsifying the trail, as SQL that a superuser runs with triggers off. */
export interface Tampering {
  name: string;
  /** Kinds that are right for it; empty where the trail cannot tell which it was. */
  kinds: readonly string[];
  statements: readonly string[];
}

export interface Random {
  /** An integer from 0 to below `count`. */
  below(count: number): number;
}

/** Numbers that are the same for the same seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return {
    below(count) {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * count);
    },
  };
}

const entries = 'identity.audit_entries';

/** A value that differs from what is there, for each column of an entry. */
const changes: Record<string, string> = {
  at: `at + interval '1 microsecond'`,
  actor_id: 'gen_random_uuid()',
  actor_label: `coalesce(actor_label, '') || ' '`,
  actor_digest: `sha256(coalesce(actor_digest, ''::bytea) || gen_random_uuid()::text::bytea)`,
  verb: `verb || '.'`,
  entity: `upper(entity)`,
  entity_id: `entity_id || '0'`,
  before: `jsonb_set(coalesce(before, '{}'), '{status}', to_jsonb(gen_random_uuid()))`,
  after: `case when after is null then '{"status":"APPROVED"}'::jsonb else after || '{"qty":0.10}' end`,
  correlation_id: `coalesce(correlation_id, '') || 'x'`,
  previous_hash: 'sha256(previous_hash)',
  hash: 'sha256(hash)',
};
const changeable = Object.keys(changes);

interface Trail {
  orgId: string;
  otherOrgId: string;
  /** Entries of the organization. */
  count: number;
}

/** Draws one of all ways, at a random place. */
export function drawTampering(random: Random, trail: Trail): Tampering {
  const ways = [change, change, changeAndRehash, changePersonal, remove, insert, reorder, moveAway, cutHead];
  return (ways[random.below(ways.length)] as (typeof ways)[number])(random, trail);
}

const own = (trail: Trail) => `org_id = '${trail.orgId}'`;
const anyEntry = (random: Random, trail: Trail) => 1 + random.below(trail.count);
const rehash = (where: string) => `update ${entries} e set hash = identity.audit_hash(e) where ${where}`;
/** Numbers are moved in two steps: the key would collide in one. */
const shift = (where: string, by: number) => [
  `update ${entries} set audit_id = -audit_id where ${where}`,
  `update ${entries} set audit_id = -audit_id + ${by} where audit_id < 0`,
];

function change(random: Random, trail: Trail): Tampering {
  const column = changeable[random.below(changeable.length)] as string;
  const id = anyEntry(random, trail);
  return {
    name: `change ${column} of ${id}`,
    kinds: ['changed'],
    statements: [
      `update ${entries} set ${column} = ${changes[column]} where ${own(trail)} and audit_id = ${id}`,
    ],
  };
}

/** By somebody who knows how the hash is made: the entry agrees with itself, its neighbours do not. */
function changeAndRehash(random: Random, trail: Trail): Tampering {
  const fields = changeable.filter((column) => !['hash', 'previous_hash'].includes(column));
  const column = fields[random.below(fields.length)] as string;
  const id = anyEntry(random, trail);
  const where = `${own(trail)} and audit_id = ${id}`;
  return {
    name: `change ${column} of ${id} and its hash`,
    kinds: [],
    statements: [`update ${entries} set ${column} = ${changes[column]} where ${where}`, rehash(where)],
  };
}

function changePersonal(random: Random, trail: Trail): Tampering {
  const one = (table: string, key: string) =>
    `(select ${key} from ${table} where ${own(trail)} order by ${key} offset ${random.below(2)} limit 1)`;
  const value = `${own(trail)} and digest = ${one('identity.audit_personal', 'digest')}`;
  const person = `${own(trail)} and person_id = ${one('(select org_id, person_id from identity.audit_people where salt is not null) p', 'person_id')}`;
  const ways: Tampering[] = [
    {
      name: 'change a name that stands apart',
      kinds: ['changed'],
      statements: [`update identity.audit_personal set value = value || '.' where ${value}`],
    },
    {
      name: 'give a name to another person',
      kinds: ['changed'],
      statements: [`update identity.audit_personal set person_id = gen_random_uuid() where ${value}`],
    },
    {
      name: 'change a salt',
      kinds: ['changed'],
      statements: [`update identity.audit_people set salt = sha256(salt) where ${person}`],
    },
    {
      name: 'erase a person without an entry',
      kinds: ['removed'],
      statements: [
        `delete from identity.audit_personal where ${person}`,
        `update identity.audit_people set salt = null, erased_at = now() where ${person}`,
      ],
    },
    {
      name: 'remove a name that stands apart',
      kinds: ['removed'],
      statements: [`delete from identity.audit_personal where ${value}`],
    },
  ];
  return ways[random.below(ways.length)] as Tampering;
}

function remove(random: Random, trail: Trail): Tampering {
  const id = anyEntry(random, trail);
  const count = 1 + random.below(3);
  const isRenumbered = random.below(2) === 1;
  return {
    name: `remove ${count} from ${id}${isRenumbered ? ', the rest numbered anew' : ''}`,
    kinds: ['removed'],
    statements: [
      `delete from ${entries} where ${own(trail)} and audit_id >= ${id} and audit_id < ${id + count}`,
      ...(isRenumbered ? shift(`${own(trail)} and audit_id >= ${id + count}`, -count) : []),
    ],
  };
}

/** A copy, or a new entry that follows the one before with a hash that agrees; the rest makes room. */
function insert(random: Random, trail: Trail): Tampering {
  const at = 1 + random.below(trail.count + 1);
  const source = anyEntry(random, trail);
  const isCopy = random.below(2) === 1;
  const columns =
    'at, actor_id, actor_label, actor_digest, verb, entity, entity_id, before, after, correlation_id';
  const copied = source >= at ? source + 1 : source;
  const previous = `(select hash from ${entries} where ${own(trail)} and audit_id = ${at - 1})`;
  return {
    name: `insert ${isCopy ? `a copy of ${source}` : 'an entry that agrees'} at ${at}`,
    kinds: ['inserted'],
    statements: [
      ...shift(`${own(trail)} and audit_id >= ${at}`, 1),
      `insert into ${entries} (org_id, audit_id, previous_hash, hash, ${columns})
       select org_id, ${at}, ${
         isCopy ? 'previous_hash' : `coalesce(${previous}, decode(repeat('00', 32), 'hex'))`
       }, hash, ${columns} from ${entries} where ${own(trail)} and audit_id = ${copied}`,
      ...(isCopy ? [] : [rehash(`${own(trail)} and audit_id = ${at}`)]),
    ],
  };
}

function reorder(random: Random, trail: Trail): Tampering {
  const first = 1 + random.below(trail.count - 1);
  const isAdjacent = random.below(2) === 1;
  const second = isAdjacent ? first + 1 : first + 1 + random.below(trail.count - first);
  return {
    name: `swap ${first} and ${second}`,
    kinds: ['reordered'],
    statements: [
      `update ${entries} set audit_id = -audit_id where ${own(trail)} and audit_id in (${first}, ${second})`,
      `update ${entries} set audit_id = ${first} + ${second} + audit_id where ${own(trail)} and audit_id < 0`,
    ],
  };
}

/** Into another organization, or to a number nobody reaches. */
function moveAway(random: Random, trail: Trail): Tampering {
  const id = anyEntry(random, trail);
  const where = `${own(trail)} and audit_id = ${id}`;
  return random.below(2) === 1
    ? {
        name: `give ${id} to another organization`,
        kinds: ['removed'],
        statements: [`update ${entries} set org_id = '${trail.otherOrgId}', audit_id = 5000 where ${where}`],
      }
    : {
        name: `number ${id} far away`,
        kinds: [],
        statements: [`update ${entries} set audit_id = ${random.below(2) === 1 ? 9999 : -7} where ${where}`],
      };
}

function cutHead(random: Random, trail: Trail): Tampering {
  const ways: Tampering[] = [
    {
      name: 'remove the record of the end',
      kinds: [],
      statements: [`delete from identity.audit_heads where ${own(trail)}`],
    },
    {
      name: 'set the end back',
      kinds: [],
      statements: [`update identity.audit_heads set audit_id = audit_id - 1 where ${own(trail)}`],
    },
    {
      name: 'change the hash of the end',
      kinds: [],
      statements: [`update identity.audit_heads set hash = sha256(hash) where ${own(trail)}`],
    },
  ];
  return ways[random.below(ways.length)] as Tampering;
}
