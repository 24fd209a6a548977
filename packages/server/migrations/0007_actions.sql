-- What was proposed, decided and achieved. The proof is what an action knew
-- when it was proposed; it is never rewritten once the action is decided.

create schema actions;

create table actions.actions (
  org_id             uuid not null references platform.organizations,
  action_id          bigint generated always as identity,
  created_at         timestamptz not null default now(),
  refreshed_at       timestamptz not null default now(),
  snapshot_date      date not null,
  action_type        varchar(20) not null check (action_type in ('TRANSFER', 'MARKDOWN', 'LIQUIDATE')),
  from_store         varchar(50) not null,
  to_store           varchar(50),
  sku_id             varchar(100) not null,
  batch_id           varchar(100) not null,
  qty                integer not null check (qty > 0),
  discount_pct       numeric(5, 2) check (discount_pct between 0 and 100),
  start_date         date not null,
  end_date           date,
  decide_by          date not null,
  expected_savings   numeric(14, 2) not null,
  savings_low        numeric(14, 2) not null,
  savings_high       numeric(14, 2) not null,
  chance_of_gain     numeric(6, 5) not null check (chance_of_gain between 0 and 1),
  at_risk_units      numeric(14, 2) not null,
  unit_cost          numeric(12, 4) not null,
  reason             text not null,
  status             varchar(20) not null default 'PROPOSED'
                     check (status in ('PROPOSED', 'APPROVED', 'DONE', 'REJECTED')),
  version            integer not null default 1,
  proof              jsonb not null,
  decided_by         uuid,
  decided_by_name    text,
  decided_at         timestamptz,
  decision_note      text,
  primary key (org_id, action_id),
  foreign key (org_id, from_store) references catalog.locations,
  foreign key (org_id, to_store) references catalog.locations,
  foreign key (org_id, sku_id) references catalog.items,
  check ((action_type = 'TRANSFER') = (to_store is not null)),
  check ((action_type = 'MARKDOWN') = (discount_pct is not null)),
  check (to_store is distinct from from_store)
);
create index actions_open on actions.actions (org_id, status, expected_savings desc, action_id);
create index actions_by_batch on actions.actions (org_id, from_store, sku_id, batch_id);
-- Repeating a generation refreshes an open proposal instead of adding a twin.
create unique index actions_one_open on actions.actions
  (org_id, from_store, sku_id, batch_id, action_type, coalesce(to_store, ''))
  where status = 'PROPOSED';
call platform.isolate('actions.actions');

create table actions.action_outcomes (
  org_id           uuid not null references platform.organizations,
  outcome_id       bigint generated always as identity,
  action_id        bigint not null,
  measured_at      timestamptz not null default now(),
  recovered_value  numeric(14, 2) not null,
  cleared_units    integer not null check (cleared_units >= 0),
  notes            text,
  recorded_by      uuid,
  primary key (org_id, outcome_id),
  foreign key (org_id, action_id) references actions.actions
);
create index outcomes_by_action on actions.action_outcomes (org_id, action_id);
call platform.isolate('actions.action_outcomes');
