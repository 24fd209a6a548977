-- The nouns we plan. A location's code is store_id whatever its kind, and an
-- item's code is sku_id: one name from the file to the screen.

create schema catalog;

create table catalog.locations (
  org_id          uuid not null references platform.organizations,
  store_id        varchar(50) not null,
  name            text not null,
  kind            text not null default 'store' check (kind in ('store', 'dc', 'plant')),
  city            varchar(100),
  zone            varchar(50),
  capacity_units  numeric(14, 3) check (capacity_units >= 0),
  upload_id       uuid,
  row_no          bigint,
  updated_at      timestamptz not null default now(),
  primary key (org_id, store_id)
);
call platform.isolate('catalog.locations');

create table catalog.items (
  org_id           uuid not null references platform.organizations,
  sku_id           varchar(100) not null,
  name             text not null,
  category         varchar(100) not null default 'Uncategorised',
  kind             text not null default 'product' check (kind in ('product', 'component', 'material')),
  unit             text not null default 'each',
  mrp              numeric(12, 4) check (mrp >= 0),
  shelf_life_days  integer check (shelf_life_days >= 0),
  pack_size        numeric(12, 3) not null default 1 check (pack_size > 0),
  upload_id        uuid,
  row_no           bigint,
  updated_at       timestamptz not null default now(),
  primary key (org_id, sku_id)
);
create index items_by_category on catalog.items (org_id, category);
call platform.isolate('catalog.items');

create table catalog.lanes (
  org_id          uuid not null references platform.organizations,
  from_store      varchar(50) not null,
  to_store        varchar(50) not null,
  lead_time_days  integer not null check (lead_time_days >= 0),
  cost_per_unit   numeric(12, 4) not null default 0 check (cost_per_unit >= 0),
  fixed_cost      numeric(12, 4) not null default 0 check (fixed_cost >= 0),
  upload_id       uuid,
  row_no          bigint,
  updated_at      timestamptz not null default now(),
  primary key (org_id, from_store, to_store),
  foreign key (org_id, from_store) references catalog.locations,
  foreign key (org_id, to_store) references catalog.locations,
  check (from_store <> to_store)
);
call platform.isolate('catalog.lanes');

-- Facts refer to items and locations that exist. A foreign key would check row
-- by row: measured on one million sales rows it halves the speed of an import.
-- These triggers check a whole statement at once, with the same error code.
create function catalog.require_known_series() returns trigger
language plpgsql
as $$
declare
  unknown text;
begin
  -- Distinct codes first: the planner knows nothing of the size of `added` and
  -- would look each row up.
  select n.store_id into unknown from (select distinct org_id, store_id from added) n
    where not exists (select from catalog.locations l where l.org_id = n.org_id and l.store_id = n.store_id) limit 1;
  if found then
    raise foreign_key_violation using message = format('there is no location %s', unknown);
  end if;
  select n.sku_id into unknown from (select distinct org_id, sku_id from added) n
    where not exists (select from catalog.items i where i.org_id = n.org_id and i.sku_id = n.sku_id) limit 1;
  if found then
    raise foreign_key_violation using message = format('there is no item %s', unknown);
  end if;
  return null;
end
$$;

create procedure catalog.refer_to_catalog(target regclass)
language plpgsql
as $$
begin
  execute format('create trigger known_on_insert after insert on %s referencing new table as added
                  for each statement execute function catalog.require_known_series()', target);
  execute format('create trigger known_on_update after update on %s referencing new table as added
                  for each statement execute function catalog.require_known_series()', target);
end
$$;

-- The masters under the names the requirements give them. security_invoker:
-- a view must not lend its owner's eyes.
create view catalog.store_master with (security_invoker = true) as
  select org_id, store_id, city, zone from catalog.locations where kind = 'store';
create view catalog.sku_master with (security_invoker = true) as
  select org_id, sku_id, category, mrp from catalog.items;

-- The other half of a reference: what facts name cannot be deleted. The tables
-- come with later migrations; the function reads them when it is called.
create function catalog.refuse_if_used() returns trigger
language plpgsql
as $$
declare
  is_used boolean;
begin
  if tg_table_name = 'items' then
    select exists (select from stock.inventory_batches b join gone g using (org_id, sku_id))
        or exists (select from stock.purchases p join gone g using (org_id, sku_id))
        or exists (select from demand.sales_daily s join gone g using (org_id, sku_id)) into is_used;
  else
    select exists (select from stock.inventory_batches b join gone g using (org_id, store_id))
        or exists (select from stock.purchases p join gone g using (org_id, store_id))
        or exists (select from demand.sales_daily s join gone g using (org_id, store_id)) into is_used;
  end if;
  if is_used then
    raise foreign_key_violation using message = format('%s with sales, stock or purchases cannot be deleted', tg_table_name);
  end if;
  return null;
end
$$;
create trigger used_items_stay after delete on catalog.items referencing old table as gone
  for each statement execute function catalog.refuse_if_used();
create trigger used_locations_stay after delete on catalog.locations referencing old table as gone
  for each statement execute function catalog.refuse_if_used();
