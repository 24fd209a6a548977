-- How well we did: figures kept as dated snapshots, so that a past dashboard
-- can be read again as it was.

create schema analytics;

create table analytics.kpi_snapshots (
  org_id         uuid not null references platform.organizations,
  snapshot_date  date not null,
  figures        jsonb not null,
  made_at        timestamptz not null default now(),
  primary key (org_id, snapshot_date)
);
call platform.isolate('analytics.kpi_snapshots');
