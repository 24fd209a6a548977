-- What was and will be wanted. Sales are what we recorded; a day on which the
-- shelf was empty tells nothing about demand and is marked, not counted as zero.

create schema demand;

create table demand.sales_daily (
  org_id         uuid not null,
  date           date not null,
  store_id       varchar(50) not null,
  sku_id         varchar(100) not null,
  units_sold     integer not null check (units_sold >= 0),
  selling_price  numeric(12, 4) check (selling_price >= 0),
  upload_id      uuid,
  row_no         bigint,
  primary key (org_id, date, store_id, sku_id)
) partition by range (date);
call platform.isolate('demand.sales_daily');
call catalog.refer_to_catalog('demand.sales_daily');

create table demand.sales_daily_early partition of demand.sales_daily for values from (minvalue) to ('2020-01-01');
do $$
begin
  for year in 2020..2034 loop
    execute format(
      'create table demand.sales_daily_%s partition of demand.sales_daily for values from (%L) to (%L)',
      year, make_date(year, 1, 1), make_date(year + 1, 1, 1));
  end loop;
end
$$;
create table demand.sales_daily_late partition of demand.sales_daily for values from ('2035-01-01') to (maxvalue);

-- Row security of a partitioned table is not inherited by a partition that is
-- named directly, so each partition has its own.
do $$
declare part regclass;
begin
  for part in select inhrelid::regclass from pg_inherits where inhparent = 'demand.sales_daily'::regclass loop
    call platform.isolate(part);
  end loop;
end
$$;

-- Days on which a series could not sell, with the evidence.
create table demand.stockout_days (
  org_id    uuid not null references platform.organizations,
  store_id  varchar(50) not null,
  sku_id    varchar(100) not null,
  date      date not null,
  evidence  text not null check (evidence in ('snapshot', 'no_sales_run')),
  primary key (org_id, store_id, sku_id, date)
);
call platform.isolate('demand.stockout_days');

create table demand.features_store_sku (
  org_id            uuid not null references platform.organizations,
  date              date not null,
  store_id          varchar(50) not null,
  sku_id            varchar(100) not null,
  velocity_7d       numeric(14, 2) not null,
  velocity_14d      numeric(14, 2) not null,
  velocity_30d      numeric(14, 2) not null,
  volatility        numeric(10, 4),
  seasonality_flag  boolean not null,
  trend_pct         numeric(10, 2),
  share_pct         numeric(7, 4),
  rank_in_store     integer,
  sell_through_pct  numeric(7, 2),
  source            text not null default 'history',
  primary key (org_id, date, store_id, sku_id)
);
call platform.isolate('demand.features_store_sku');

create table demand.forecast_runs (
  org_id            uuid not null references platform.organizations,
  forecast_run_id   uuid not null default gen_random_uuid(),
  run_id            uuid,
  made_at           timestamptz not null default now(),
  data_until        date not null,
  horizon_days      integer not null check (horizon_days between 1 and 730),
  series_count      integer not null default 0,
  skipped_count     integer not null default 0,
  state             text not null default 'building' check (state in ('building', 'current', 'past')),
  primary key (org_id, forecast_run_id)
);
create index forecast_runs_current on demand.forecast_runs (org_id, state, made_at desc);
call platform.isolate('demand.forecast_runs');

-- One row a series: the parameters restore the whole distribution for any
-- horizon; the arrays hold day 1..horizon after data_until for reading.
create table demand.forecasts (
  org_id           uuid not null references platform.organizations,
  forecast_run_id  uuid not null,
  store_id         varchar(50) not null,
  sku_id           varchar(100) not null,
  model            text not null,
  reason           text not null,
  parameters       jsonb not null,
  usual_price      numeric(12, 4),
  promoted_days    integer not null default 0,
  stockout_days    integer not null default 0,
  history_days     integer not null default 0,
  mean             real[] not null,
  p10              integer[] not null,
  p50              integer[] not null,
  p90              integer[] not null,
  primary key (org_id, forecast_run_id, store_id, sku_id),
  foreign key (org_id, forecast_run_id) references demand.forecast_runs on delete cascade
);
create index forecasts_by_series on demand.forecasts (org_id, store_id, sku_id);
call platform.isolate('demand.forecasts');

create view demand.forecast_days with (security_invoker = true) as
  select f.org_id, f.forecast_run_id, f.store_id, f.sku_id,
         (r.data_until + d.day::integer) as date, d.mean, d.p10, d.p50, d.p90
  from demand.forecasts f
  join demand.forecast_runs r using (org_id, forecast_run_id)
  cross join lateral unnest(f.mean, f.p10, f.p50, f.p90)
    with ordinality as d (mean, p10, p50, p90, day);

-- Price effect per item, estimated from its price changes.
create table demand.price_elasticities (
  org_id           uuid not null references platform.organizations,
  forecast_run_id  uuid not null,
  sku_id           varchar(100) not null,
  elasticity       numeric(8, 4) not null,
  standard_error   numeric(8, 4) not null,
  source           text not null check (source in ('item', 'category', 'default')),
  price_changes    integer not null default 0,
  primary key (org_id, forecast_run_id, sku_id),
  foreign key (org_id, forecast_run_id) references demand.forecast_runs on delete cascade
);
call platform.isolate('demand.price_elasticities');
