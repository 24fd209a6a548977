-- What several servers on one database have to know of each other: how much of
-- a caller's allowance is used up, and whether an organization's data changed.

-- Lost in a crash, which costs nobody anything; written without the log.
create unlogged table platform.rate_windows (
  key       text not null,
  starts_at timestamptz not null,
  taken     bigint not null,
  primary key (key, starts_at)
);
comment on table platform.rate_windows is
  'Requests that servers have set aside for a caller in a window of time. Not isolated by row: it is counted before anybody has signed in.';
create index rate_windows_by_age on platform.rate_windows (starts_at);

-- Every transaction that writes to an organization's rows adds one, in itself.
-- Several rows per organization, so that writers do not wait for each other.
create table platform.change_counts (
  org_id   uuid not null,
  shard    integer not null,
  changes  bigint not null,
  primary key (org_id, shard)
) with (fillfactor = 50);
comment on table platform.change_counts is
  'Tells whether a kept reply is still true. Not isolated by row: it holds numbers only, and is read before a transaction of the organization begins.';
