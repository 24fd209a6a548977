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

-- The masters under the names the requirements give them. security_invoker:
-- a view must not lend its owner's eyes.
create view catalog.store_master with (security_invoker = true) as
  select org_id, store_id, city, zone from catalog.locations where kind = 'store';
create view catalog.sku_master with (security_invoker = true) as
  select org_id, sku_id, category, mrp from catalog.items;
