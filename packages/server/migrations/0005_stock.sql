-- What we hold, where and until when: snapshots by batch, and receipts.

create schema stock;

create table stock.inventory_batches (
  org_id         uuid not null,
  snapshot_date  date not null,
  store_id       varchar(50) not null,
  sku_id         varchar(100) not null,
  batch_id       varchar(100) not null,
  expiry_date    date not null,
  on_hand_qty    integer not null check (on_hand_qty >= 0),
  upload_id      uuid,
  row_no         bigint,
  primary key (org_id, snapshot_date, store_id, sku_id, batch_id)
);
call catalog.refer_to_catalog('stock.inventory_batches');
call platform.isolate('stock.inventory_batches');

create table stock.purchases (
  org_id         uuid not null,
  purchase_id    bigint generated always as identity,
  received_date  date not null,
  store_id       varchar(50) not null,
  sku_id         varchar(100) not null,
  batch_id       varchar(100) not null,
  received_qty   integer not null check (received_qty >= 0),
  unit_cost      numeric(12, 4) not null check (unit_cost >= 0),
  upload_id      uuid,
  row_no         bigint,
  primary key (org_id, purchase_id),
  -- In the order in which costs are looked up: an item, its stores, its receipts.
  constraint purchases_natural_key unique (org_id, sku_id, store_id, received_date, batch_id)
);
call catalog.refer_to_catalog('stock.purchases');
call platform.isolate('stock.purchases');
