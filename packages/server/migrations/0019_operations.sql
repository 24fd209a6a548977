-- What went wrong, counted by the hour, and what the people who run Granary
-- are told: one notice for a fault, however often it comes.

create table platform.error_counts (
  org_id  uuid not null references platform.organizations,
  hour    timestamptz not null,
  code    text not null,
  route   text not null,
  count   bigint not null,
  primary key (org_id, hour, code, route)
);
call platform.isolate('platform.error_counts');

-- Failures of requests that nobody was signed in for belong to no organization.
create table platform.unsigned_error_counts (
  hour    timestamptz not null,
  code    text not null,
  route   text not null,
  count   bigint not null,
  primary key (hour, code, route)
);
comment on table platform.unsigned_error_counts is
  'Not isolated by row: hours, codes and routes of requests without a sign-in, and nothing of what they sent.';

create table platform.notices (
  org_id           uuid not null references platform.organizations,
  notice_id        uuid not null default gen_random_uuid(),
  kind             text not null,
  fingerprint      text not null,
  message          text not null,
  count            bigint not null,
  first_at         timestamptz not null,
  last_at          timestamptz not null,
  correlation_id   text,
  acknowledged_at  timestamptz,
  acknowledged_by  uuid,
  primary key (org_id, notice_id)
);
create unique index notices_open on platform.notices (org_id, fingerprint) where acknowledged_at is null;
comment on index platform.notices_open is
  'A fault that comes again is counted on its notice until somebody has taken note of it; after that it opens a new one.';
create index notices_newest on platform.notices (org_id, last_at desc, notice_id);
call platform.isolate('platform.notices');
