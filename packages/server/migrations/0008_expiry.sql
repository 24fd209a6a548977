-- Which batches will not sell in time, per snapshot, and the rules used.

create schema expiry;

create table expiry.rule_sets (
  org_id      uuid not null references platform.organizations,
  version     integer not null check (version > 0),
  rules       jsonb not null,
  created_at  timestamptz not null default now(),
  created_by  uuid,
  primary key (org_id, version)
);
call platform.isolate('expiry.rule_sets');

create table expiry.batch_risk (
  org_id                    uuid not null references platform.organizations,
  snapshot_date             date not null,
  store_id                  varchar(50) not null,
  sku_id                    varchar(100) not null,
  batch_id                  varchar(100) not null,
  expiry_date               date not null,
  on_hand_qty               integer not null,
  days_to_expiry            integer not null,
  expected_sales_to_expiry  numeric(14, 2) not null check (expected_sales_to_expiry >= 0),
  at_risk_units             numeric(14, 2) not null check (at_risk_units >= 0),
  at_risk_units_low         numeric(14, 2) not null,
  at_risk_units_high        numeric(14, 2) not null,
  unit_cost                 numeric(12, 4) not null,
  unit_cost_source          text not null check (unit_cost_source in ('batch', 'latest', 'mrp', 'none')),
  at_risk_value             numeric(14, 2) not null,
  p_waste                   numeric(6, 5) not null check (p_waste between 0 and 1),
  risk_score                integer not null check (risk_score between 0 and 100),
  scoring_source            text not null default 'projection' check (scoring_source in ('projection', 'rules', 'model')),
  rule_version              integer not null,
  forecast_run_id           uuid,
  primary key (org_id, snapshot_date, store_id, sku_id, batch_id),
  foreign key (org_id, store_id) references catalog.locations,
  foreign key (org_id, sku_id) references catalog.items,
  check (at_risk_units <= on_hand_qty)
);
create index batch_risk_by_score on expiry.batch_risk
  (org_id, snapshot_date, risk_score desc, at_risk_value desc);
call platform.isolate('expiry.batch_risk');

-- A batch that could not be computed, and why; the others went on.
create table expiry.skipped_batches (
  org_id         uuid not null references platform.organizations,
  snapshot_date  date not null,
  store_id       varchar(50) not null,
  sku_id         varchar(100) not null,
  reason         text not null,
  primary key (org_id, snapshot_date, store_id, sku_id)
);
call platform.isolate('expiry.skipped_batches');
