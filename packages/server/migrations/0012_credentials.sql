-- What stands beside a password: delays after failures, resets by mail, a
-- second factor, and tokens for machines.

-- Failures are counted before an account, and so an organization, is known; an
-- account that does not exist is counted like one that does. Both columns are
-- keyed hashes, so the table tells neither addresses nor who has an account.
create table identity.sign_in_attempts (
  account_hash   text not null,
  client_hash    text not null,
  failures       integer not null default 0,
  last_at        timestamptz not null,
  blocked_until  timestamptz,
  known_until    timestamptz,
  primary key (account_hash, client_hash)
);
comment on table identity.sign_in_attempts is
  'One row for an account and a client; the row without a client counts the failures of all clients that are not known.';
create index sign_in_attempts_by_age on identity.sign_in_attempts (last_at);

create table identity.password_resets (
  org_id      uuid not null references platform.organizations,
  token_hash  text not null,
  user_id     uuid not null,
  created_at  timestamptz not null,
  expires_at  timestamptz not null,
  used_at     timestamptz,
  primary key (org_id, token_hash),
  foreign key (org_id, user_id) references identity.users on delete cascade
);
comment on column identity.password_resets.user_id is 'personal: whose password may be reset';
create index password_resets_of_user on identity.password_resets (org_id, user_id);
call platform.isolate('identity.password_resets');

create table identity.second_factors (
  org_id            uuid not null references platform.organizations,
  user_id           uuid not null,
  encrypted_secret  text not null,
  created_at        timestamptz not null,
  confirmed_at      timestamptz,
  last_step         bigint not null default 0,
  primary key (org_id, user_id),
  foreign key (org_id, user_id) references identity.users on delete cascade
);
comment on column identity.second_factors.user_id is 'personal: whose second factor it is';
comment on column identity.second_factors.encrypted_secret is
  'personal: the shared secret, by AES-256-GCM with a key derived from the secret of the installation, never exported';
comment on column identity.second_factors.last_step is
  'The thirty seconds whose code was used last; that code and older ones are used up.';
call platform.isolate('identity.second_factors');

create table identity.recovery_codes (
  org_id     uuid not null references platform.organizations,
  code_hash  text not null,
  user_id    uuid not null,
  used_at    timestamptz,
  primary key (org_id, user_id, code_hash),
  foreign key (org_id, user_id) references identity.second_factors on delete cascade
);
comment on column identity.recovery_codes.user_id is 'personal: whose recovery code it is';
call platform.isolate('identity.recovery_codes');

-- The password was right, the second factor is awaited.
create table identity.sign_in_challenges (
  org_id       uuid not null references platform.organizations,
  token_hash   text not null,
  user_id      uuid not null,
  mode         text not null check (mode in ('cookie', 'token')),
  first_step   text not null,
  created_at   timestamptz not null,
  expires_at   timestamptz not null,
  used_at      timestamptz,
  primary key (org_id, token_hash),
  foreign key (org_id, user_id) references identity.users on delete cascade
);
comment on column identity.sign_in_challenges.user_id is 'personal: who is signing in';
call platform.isolate('identity.sign_in_challenges');

alter table identity.sign_in_links add column made_on_machine boolean not null default true;
comment on column identity.sign_in_links.made_on_machine is
  'By who commands the machine and so the database; only such a link needs no second factor.';

create table identity.machine_tokens (
  org_id        uuid not null references platform.organizations,
  token_id      uuid not null default gen_random_uuid(),
  user_id       uuid not null,
  name          text not null check (length(name) between 1 and 100),
  prefix        text not null,
  token_hash    text not null,
  permissions   text[] not null,
  created_at    timestamptz not null,
  expires_at    timestamptz not null,
  last_used_at  timestamptz,
  revoked_at    timestamptz,
  primary key (org_id, token_id),
  foreign key (org_id, user_id) references identity.users
);
comment on column identity.machine_tokens.user_id is 'personal: who made it, and whose rights bound it';
comment on column identity.machine_tokens.name is 'personal: what its maker called it';
create unique index machine_tokens_secret on identity.machine_tokens (org_id, token_hash);
create index machine_tokens_of_user on identity.machine_tokens (org_id, user_id);
call platform.isolate('identity.machine_tokens');

-- As identity.session_of, for a token of a machine.
create function identity.machine_token_of(
  organization uuid, secret_hash text, at timestamptz
) returns table (
  token_id uuid, state text, user_id uuid, name text, scopes text[], role text,
  permissions text[], is_limited_to_locations boolean, is_limited_to_suppliers boolean,
  store_ids text[], supplier_ids text[], approval_limit double precision
)
language plpgsql
as $$
#variable_conflict use_column
declare
  used_at timestamptz;
begin
  perform set_config('app.org_id', organization::text, true);
  select t.token_id, t.last_used_at, t.permissions,
         case when t.revoked_at is not null then 'revoked'
              when t.expires_at <= at then 'expired'
              when u.disabled_at is not null then 'deactivated'
              else 'live' end,
         u.user_id, u.name || ' (' || t.name || ')', r.code, r.permissions, r.is_limited_to_locations,
         r.is_limited_to_suppliers, u.store_ids, u.supplier_ids,
         coalesce(u.approval_limit, r.approval_limit)::double precision
    into token_id, used_at, scopes, state, user_id, name, role, permissions, is_limited_to_locations,
         is_limited_to_suppliers, store_ids, supplier_ids, approval_limit
    from identity.machine_tokens t
    join identity.users u on u.org_id = t.org_id and u.user_id = t.user_id
    join identity.roles r on r.org_id = u.org_id and r.code = u.role
   where t.org_id = organization and t.token_hash = secret_hash;
  if not found then
    return;
  end if;
  if state = 'live' and (used_at is null or used_at <= at - interval '1 minute') then
    update identity.machine_tokens t set last_used_at = at
     where t.org_id = organization and t.token_hash = secret_hash
       and t.last_used_at is not distinct from used_at;
  end if;
  return next;
end
$$;
