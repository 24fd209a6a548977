-- The ground every capability stands on: who owns a row, and what is running.
-- Every tenant table carries org_id first in its primary key, so that a
-- distributed PostgreSQL can use it as the distribution column.

create schema platform;

-- The organization of the current transaction, null when none was chosen; a
-- comparison with null is never true, so a forgotten context shows no rows.
create function platform.current_org() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('app.org_id', true), '')::uuid $$;

-- Called once for each tenant table. FORCE binds the owner as well.
create procedure platform.isolate(target regclass)
language plpgsql
as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy organization on %s using (org_id = nullif(current_setting(''app.org_id'', true), '''')::uuid)',
    target
  );
end
$$;

create table platform.organizations (
  org_id      uuid primary key default gen_random_uuid(),
  name        text not null check (length(name) between 1 and 200),
  currency    text not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  locale      text not null default 'en-GB',
  time_zone   text not null default 'Europe/Paris',
  is_demo     boolean not null default false,
  created_at  timestamptz not null default now()
);
comment on table platform.organizations is
  'Tenants. Not isolated by row: it holds no business data, and sign-in must find one before a context exists.';

create table platform.runs (
  org_id         uuid not null references platform.organizations,
  run_id         uuid not null default gen_random_uuid(),
  kind           text not null,
  state          text not null default 'queued'
                 check (state in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  progress_pct   numeric(5, 2) not null default 0 check (progress_pct between 0 and 100),
  step           text,
  message        text,
  counts         jsonb not null default '{}',
  input          jsonb not null default '{}',
  error          jsonb,
  cancel_asked   boolean not null default false,
  requested_by   uuid,
  created_at     timestamptz not null default now(),
  started_at     timestamptz,
  finished_at    timestamptz,
  primary key (org_id, run_id)
);
create index runs_recent on platform.runs (org_id, created_at desc);
create unique index runs_one_active on platform.runs (org_id, kind)
  where state in ('queued', 'running') and kind <> 'ingest.load';
comment on index platform.runs_one_active is
  'A second request for the same work while it runs is answered with the run that is under way.';
call platform.isolate('platform.runs');

create table platform.idempotency_keys (
  org_id        uuid not null references platform.organizations,
  key           text not null,
  request_hash  text not null,
  status        integer,
  reply         jsonb,
  created_at    timestamptz not null default now(),
  primary key (org_id, key)
);
call platform.isolate('platform.idempotency_keys');
