import { describe, expect, it } from 'vitest';
import { filterStatement } from './filter.ts';
import { NotOwnRows, ownRowsOnly } from './index.ts';

const textOf = (text: string) => filterStatement(text).text.replaceAll(/\s+/g, ' ').trim();

const items = '(select * from catalog.items where org_id = $1)';

describe('the filter of own rows', () => {
  it.each([
    ['a table', 'select name from catalog.items', `select name from ${items} as items`],
    ['an alias', 'select i.name from catalog.items i', `select i.name from ${items} i`],
    ['an alias with AS', 'select i.name from catalog.items as i', `select i.name from ${items} as i`],
    [
      'quoted names, as Kysely writes them',
      'select "i"."name" from "catalog"."items" as "i" where "i"."sku_id" = $1',
      'select "i"."name" from (select * from catalog.items where org_id = $2) as "i" where "i"."sku_id" = $1',
    ],
    [
      'a column under the name of its table',
      'select catalog.items.name from catalog.items order by catalog.items.name',
      `select items.name from ${items} as items order by items.name`,
    ],
    [
      'every kind of join',
      'select 1 from catalog.items a join catalog.items b using (sku_id) left join catalog.items c on c.sku_id = a.sku_id, catalog.items cross join catalog.items d',
      `select 1 from ${items} a join ${items} b using (sku_id) left join ${items} c on c.sku_id = a.sku_id, ${items} as items cross join ${items} d`,
    ],
    [
      'tables in parentheses',
      'select 1 from (catalog.items i cross join stock.purchases p)',
      `select 1 from (${items} i cross join (select * from stock.purchases where org_id = $1) p)`,
    ],
    [
      'subqueries and CTEs',
      'with x as (select max(a) from catalog.items) select (select 1 from catalog.items) from x where exists (select from catalog.items)',
      `with x as (select max(a) from ${items} as items) select (select 1 from ${items} as items) from x where exists (select from ${items} as items)`,
    ],
    [
      'both parts of a union',
      'select a from catalog.items where b union all select a from catalog.items order by 1',
      `select a from ${items} as items where b union all select a from ${items} as items order by 1`,
    ],
    [
      'an update',
      "update catalog.items set name = $1 where sku_id = $2 or name = 'where' returning name",
      "update catalog.items set name = $1 where items.org_id = $3 and ( sku_id = $2 or name = 'where') returning name",
    ],
    [
      'an update of everything, under an alias, from another table',
      'update catalog.items i set name = p.name from catalog.items p',
      `update catalog.items i set name = p.name from ${items} p where i.org_id = $1`,
    ],
    [
      'a deletion',
      'delete from catalog.items i using catalog.lanes l where l.a = i.a or true',
      'delete from catalog.items i using (select * from catalog.lanes where org_id = $1) l where i.org_id = $1 and ( l.a = i.a or true)',
    ],
    [
      'a deletion of everything',
      'delete from catalog.items',
      'delete from catalog.items where items.org_id = $1',
    ],
    [
      'rows that are locked, in the order asked for',
      'select a from catalog.items where b order by a for update',
      'select a from catalog.items where items.org_id = $1 and ( b) order by a for update',
    ],
    [
      'of two tables the one that is locked',
      'select 1 from catalog.items a join catalog.items b using (x) order by 1 for update of b skip locked',
      `select 1 from ${items} a join catalog.items b using (x) where b.org_id = $1 order by 1 for update of b skip locked`,
    ],
    [
      'a merge',
      'merge into catalog.items t using (select $1::text as a) s on t.a = s.a or true when matched then update set b = 1 when not matched then insert (org_id, a) values ($2, s.a)',
      'merge into catalog.items t using (select $1::text as a) s on t.org_id = $3 and ( t.a = s.a or true) when matched then update set b = 1 when not matched then insert (org_id, a) values ($2, s.a)',
    ],
    [
      'the source of an insert and its conflict',
      'insert into catalog.items as kept (org_id, a) select $1::uuid, a from catalog.items on conflict (org_id, a) do update set b = excluded.b where kept.c returning a',
      'insert into catalog.items as kept (org_id, a) select $1::uuid, a from (select * from catalog.items where org_id = $2) as items on conflict (org_id, a) do update set b = excluded.b where kept.c returning a',
    ],
    [
      'a cursor',
      'declare c no scroll cursor for select a from catalog.items',
      `declare c no scroll cursor for select a from ${items} as items`,
    ],
    [
      'a comparison that reads like a source',
      'select i.a is distinct from catalog.items.b from catalog.items i where i.a is not distinct from i.b',
      `select i.a is distinct from items.b from ${items} i where i.a is not distinct from i.b`,
    ],
    [
      'nothing inside strings and comments',
      `select 'from catalog.items', E'\\' from catalog.items', $x$ from catalog.items $x$ -- from catalog.items
       /* from /* catalog.items */ from catalog.items */`,
      `select 'from catalog.items', E'\\' from catalog.items', $x$ from catalog.items $x$ -- from catalog.items /* from /* catalog.items */ from catalog.items */`,
    ],
    [
      'the history of the schema, which has no organization',
      'select 1 from platform.migrations',
      'select 1 from platform.migrations',
    ],
    [
      'the organization itself',
      'select name from platform.organizations',
      'select name from (select * from platform.organizations where org_id = $1) as organizations',
    ],
  ])('filters %s', (_, given, expected) => {
    expect(textOf(given)).toBe(expected);
  });

  it.each([
    ['a table where none is expected', 'select 1 from x where catalog.items'],
    ['TABLE as a query', 'select 1 from (table catalog.items) x'],
    ['ONLY', 'select 1 from only catalog.items'],
    ['LOCK', 'lock table catalog.items'],
    ['COPY', 'copy catalog.items from stdin'],
    ['TRUNCATE', 'truncate catalog.items'],
    ['an anonymous block', 'do $$ begin delete from catalog.items; end $$'],
    ['a prepared text', 'execute something'],
    ['the end of the transaction', 'commit'],
    ['another role', 'set local role postgres'],
    ['row security', 'set local row_security = off'],
    ['another organization by a setting', "set local app.org_id = 'x'"],
    ['another organization by a function', "select set_config('app.org_id', $1, true)"],
    ['the same with a quoted name', `select "set_config"('app.org_id', $1, true)`],
    ['a second statement of this kind', "select 1; set local app.org_id = 'x'"],
    ['another search path', 'set local search_path = catalog'],
    ['a lasting table', 'create table x as select 1'],
    [
      'a function',
      'create temporary view x as select 1; create function f() returns int as $$ select 1 $$ language sql',
    ],
    ['rows of a function', 'select 1 from identity.everything()'],
    ['a function that is not told the organization', 'select identity.everything(a) from catalog.items'],
    ['a function without arguments', 'select identity.everything()'],
    ['a schema that is not known', 'select 1 from public.items'],
    ['a name in code points', 'select 1 from U&"\\0063atalog".items'],
    ['a string without end', "select 'x"],
    ['a parenthesis without end', 'select (1'],
    ['WHERE CURRENT OF', 'update catalog.items set a = 1 where current of c'],
    [
      'a merge that deletes what the source lacks',
      'merge into catalog.items t using s on true when not matched by source then delete',
    ],
    ['an insert without columns', 'insert into catalog.items values ($1)'],
    ['an insert without org_id', 'insert into catalog.items (a) values ($1)'],
    [
      'an insert of a literal',
      "insert into catalog.items (org_id) values ('00000000-0000-4000-8000-000000000000')",
    ],
    [
      'an insert of some org_id',
      'insert into catalog.items (a, org_id) select a, org_id from jsonb_to_recordset($1) as r (a text, org_id uuid)',
    ],
    [
      'a union whose second part has some org_id',
      'insert into catalog.items (org_id) select $1 union all select x.org_id from x',
    ],
    ['default values', 'insert into catalog.items (org_id) default values'],
    [
      'a conflict on a key of all organizations',
      'insert into catalog.items (org_id, a) values ($1, $2) on conflict (a) do update set b = 1',
    ],
    [
      'a conflict on a constraint',
      'insert into catalog.items (org_id, a) values ($1, $2) on conflict on constraint x do update set b = 1',
    ],
    ['a row handed over', 'update catalog.items set a = 1, org_id = $1'],
    ['a row handed over in a tuple', 'update catalog.items set (a, org_id) = ($1, $2)'],
    [
      'a row handed over on conflict',
      'insert into catalog.items (org_id) values ($1) on conflict (org_id) do update set org_id = $2',
    ],
    [
      'a row handed over by a merge',
      'merge into catalog.items t using s on true when matched then update set org_id = $1',
    ],
  ])('refuses %s', (_, given) => {
    expect(() => filterStatement(given)).toThrow(NotOwnRows);
  });

  it.each([
    'insert into catalog.items (org_id, a) values ($1, $2), ($1, $3) on conflict do nothing',
    'insert into catalog.items (a, org_id) select a, platform.current_org() from catalog.items on conflict (org_id, a) do nothing',
    'insert into catalog.items (a, org_id) select l.a, l.org_id from catalog.lanes l',
    'insert into catalog.items (a, org_id) with x as (select 1) select a, $1::uuid from x',
    'update catalog.items set a = (select org_id::text from catalog.lanes), b = org_id',
    'select set_bit($1, 1, 1), a.set_config from catalog.items a',
    "set local work_mem = '1MB'; create temporary table x (a text) on commit drop",
    'create temporary table x on commit drop as select a from catalog.items with no data',
    'select pgboss.f(1) from pgboss.job',
    'select extract(day from i.a), trim(both from i.b) from catalog.items i',
    'savepoint a',
    'select identity.append_audit($1::uuid, $2::jsonb)',
    'call identity.add_built_in_roles($1)',
    'select identity.audit_hash(e.*) from identity.audit_entries e',
  ])('accepts: %s', (given) => {
    expect(() => filterStatement(given)).not.toThrow();
  });
});

describe('a statement of an organization', () => {
  const orgId = '00000000-0000-4000-8000-000000000001';
  const insert = 'insert into catalog.items (org_id, a) values ($1, $2)';

  it('gets the id of the organization as its last value', () => {
    expect(ownRowsOnly('select 1 from catalog.items i where a = $1', ['x'], orgId).values).toEqual([
      'x',
      orgId,
    ]);
    expect(ownRowsOnly('select $1', ['x'], orgId).values).toEqual(['x']);
  });

  it('writes a row for it and for no other', () => {
    expect(ownRowsOnly(insert, [orgId, 'x'], orgId)).toEqual({ text: insert, values: [orgId, 'x'] });
    expect(() => ownRowsOnly(insert, [orgId.replace(/1$/, '2'), 'x'], orgId)).toThrow(NotOwnRows);
    expect(() => ownRowsOnly(insert, [null, 'x'], orgId)).toThrow(NotOwnRows);
  });

  it('tells a function of its own organization alone', () => {
    const call = 'select identity.append_audit($1::uuid, $2::jsonb)';
    expect(ownRowsOnly(call, [orgId, '[]'], orgId).values).toEqual([orgId, '[]']);
    expect(() => ownRowsOnly(call, [orgId.replace(/1$/, '2'), '[]'], orgId)).toThrow(NotOwnRows);
  });

  it('is not run with more values than it has parameters, one of which would stand for the organization', () => {
    expect(() => ownRowsOnly('select 1 from catalog.items', ['another'], orgId)).toThrow(/1 values for 0/);
  });
});
