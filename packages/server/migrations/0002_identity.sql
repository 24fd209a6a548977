-- Who is asking, and the trail of what they did. Secrets are stored as hashes
-- only. A token starts with its organization's id, so that the context can be
-- set before the secret is looked up under row-level security.

create schema identity;

create table identity.users (
  org_id         uuid not null references platform.organizations,
  user_id        uuid not null default gen_random_uuid(),
  name           text not null check (length(name) between 1 and 200),
  email          text check (email = lower(email) and length(email) <= 320),
  role           text not null check (role in ('owner', 'planner', 'viewer', 'operator')),
  password_hash  text,
  disabled_at    timestamptz,
  created_at     timestamptz not null default now(),
  primary key (org_id, user_id)
);
comment on column identity.users.role is
  'operator is the terminal of the machine Granary runs on; it has no password and cannot sign in on the web';
call platform.isolate('identity.users');

-- The one directory that is read before an organization is known: it leads
-- from an e-mail address to the organization to look in, and holds no secret.
create table identity.sign_in_names (
  email    text primary key check (email = lower(email)),
  org_id   uuid not null references platform.organizations,
  user_id  uuid not null
);

create table identity.sessions (
  org_id        uuid not null references platform.organizations,
  session_id    uuid not null default gen_random_uuid(),
  user_id       uuid not null,
  token_hash    text not null,
  kind          text not null default 'web' check (kind in ('web', 'terminal')),
  created_at    timestamptz not null default now(),
  last_seen_at  timestamptz not null default now(),
  expires_at    timestamptz not null,
  revoked_at    timestamptz,
  user_agent    text,
  primary key (org_id, session_id),
  foreign key (org_id, user_id) references identity.users
);
create unique index sessions_token on identity.sessions (org_id, token_hash);
call platform.isolate('identity.sessions');

create table identity.sign_in_links (
  org_id      uuid not null references platform.organizations,
  token_hash  text not null,
  user_id     uuid not null,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null,
  used_at     timestamptz,
  primary key (org_id, token_hash),
  foreign key (org_id, user_id) references identity.users
);
call platform.isolate('identity.sign_in_links');

create table identity.audit_entries (
  org_id          uuid not null references platform.organizations,
  audit_id        bigint generated always as identity,
  at              timestamptz not null default now(),
  actor_id        uuid,
  actor_name      text not null,
  verb            text not null,
  entity          text not null,
  entity_id       text not null,
  before          jsonb,
  after           jsonb,
  correlation_id  text,
  primary key (org_id, audit_id)
);
create index audit_by_entity on identity.audit_entries (org_id, entity, entity_id, audit_id);
call platform.isolate('identity.audit_entries');

create function identity.refuse_change() returns trigger
language plpgsql
as $$ begin raise exception 'the audit trail is append-only'; end $$;
create trigger audit_append_only before update or delete on identity.audit_entries
  for each row execute function identity.refuse_change();
