-- Forecasts made on request, kept with their periods so that they can be
-- compared with what came; how well forecasts do; and where demand has left
-- its usual course.

create table demand.generated_forecasts (
  org_id         uuid not null references platform.organizations,
  forecast_id    uuid not null default gen_random_uuid(),
  request_id     uuid not null,
  made_at        timestamptz not null default now(),
  made_by        text not null,
  sku_id         varchar(100) not null,
  store_id       varchar(50),
  frequency      text not null check (frequency in ('daily', 'weekly', 'monthly')),
  horizon        integer not null check (horizon between 1 and 365),
  data_until     date not null,
  method         text not null,
  model          text not null,
  form           text not null,
  model_version  text not null,
  parameters     jsonb not null,
  reason         text not null,
  notes          jsonb not null default '[]',
  mix            jsonb,
  seed           text not null,
  primary key (org_id, forecast_id)
);
comment on column demand.generated_forecasts.store_id is 'Null where the forecast is of all stores together.';
create index generated_forecasts_newest on demand.generated_forecasts (org_id, made_at desc, forecast_id);
create index generated_forecasts_by_series on demand.generated_forecasts (org_id, sku_id, store_id, made_at desc);
call platform.isolate('demand.generated_forecasts');

-- One row a period ahead. Item, location and model version stand here too, so
-- that this table alone answers what was expected of an item, where and when.
create table demand.demand_forecasts (
  org_id         uuid not null references platform.organizations,
  forecast_id    uuid not null,
  period         integer not null check (period >= 1),
  sku_id         varchar(100) not null,
  store_id       varchar(50),
  period_start   date not null,
  period_end     date not null check (period_end >= period_start),
  model_version  text not null,
  mean           double precision not null,
  p05            double precision not null,
  p10            double precision not null,
  p25            double precision not null,
  p50            double precision not null,
  p75            double precision not null,
  p90            double precision not null,
  p95            double precision not null,
  intervals      jsonb,
  primary key (org_id, forecast_id, period),
  foreign key (org_id, forecast_id) references demand.generated_forecasts on delete cascade
);
create index demand_forecasts_by_series on demand.demand_forecasts (org_id, sku_id, store_id, period_start);
call platform.isolate('demand.demand_forecasts');

-- Sums over the days that came after a nightly run: from them follow the
-- figures of any selection. They stay when the run itself is cleared away.
create table demand.run_accuracy (
  org_id                uuid not null references platform.organizations,
  forecast_run_id       uuid not null,
  model                 text not null,
  horizon_week          integer not null check (horizon_week >= 1),
  data_until            date not null,
  days                  bigint not null,
  actual_units          double precision not null,
  error_units           double precision not null,
  absolute_error_units  double precision not null,
  covered_days          bigint not null,
  primary key (org_id, forecast_run_id, model, horizon_week)
);
call platform.isolate('demand.run_accuracy');

alter table demand.forecast_runs add column compared_until date;
comment on column demand.forecast_runs.compared_until is
  'Last day whose sales were compared with this run; null before the first.';

-- Forecast minus sales of the last sixteen weeks, a day each, the newest last;
-- NaN where the shelf was empty. What error drift is measured from.
create table demand.series_errors (
  org_id    uuid not null references platform.organizations,
  store_id  varchar(50) not null,
  sku_id    varchar(100) not null,
  until     date not null,
  errors    real[] not null,
  primary key (org_id, store_id, sku_id)
);
call platform.isolate('demand.series_errors');

create table demand.drift_alerts (
  org_id       uuid not null references platform.organizations,
  alert_id     uuid not null default gen_random_uuid(),
  store_id     varchar(50) not null,
  sku_id       varchar(100) not null,
  kind         text not null check (kind in ('input', 'error')),
  score        numeric(8, 2) not null,
  message      text not null,
  first_seen   date not null,
  last_seen    date not null,
  resolved_at  timestamptz,
  primary key (org_id, alert_id)
);
create unique index drift_alerts_one_open on demand.drift_alerts (org_id, store_id, sku_id, kind)
  where resolved_at is null;
call platform.isolate('demand.drift_alerts');
