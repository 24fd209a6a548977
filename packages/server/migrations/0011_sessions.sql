-- Sessions of programs beside those of browsers: an access token that is a JWT
-- naming its session, and a refresh token that is exchanged at each use.

alter table identity.sessions
  drop constraint sessions_kind_check,
  add constraint sessions_kind check (kind in ('web', 'token', 'terminal')),
  alter column token_hash drop not null,
  add constraint sessions_secret check (kind = 'token' or token_hash is not null),
  add column address text,
  add column end_reason text,
  add constraint sessions_end check (end_reason is null or revoked_at is not null);
comment on column identity.sessions.kind is
  'web: the secret is in a cookie; token: access and refresh tokens; terminal: the token of this machine';
comment on column identity.sessions.end_reason is
  'signed_out, signed_out_everywhere, revoked, replaced, refresh_token_reused, password_changed, …';
comment on column identity.sessions.address is 'personal: network address of who signed in';
create index sessions_of_user on identity.sessions (org_id, user_id, last_seen_at desc);

create table identity.refresh_tokens (
  org_id      uuid not null references platform.organizations,
  token_hash  text not null,
  session_id  uuid not null,
  created_at  timestamptz not null,
  expires_at  timestamptz not null,
  used_at     timestamptz,
  doubled_at  timestamptz,
  primary key (org_id, token_hash),
  foreign key (org_id, session_id) references identity.sessions on delete cascade
);
comment on column identity.refresh_tokens.used_at is
  'By the clock of the database, which all servers share: a copy that was under way by then was sent twice, one that came later was stolen.';
comment on column identity.refresh_tokens.doubled_at is 'When a copy of the winning request was seen.';
create index refresh_tokens_of_session on identity.refresh_tokens (org_id, session_id);
call platform.isolate('identity.refresh_tokens');

-- Who sends a request, in one round trip, on every request: sets the
-- organization itself, says in which state the session is, what the person may
-- do, and remembers that it was active, at most once a minute.
create function identity.session_of(
  organization uuid, session uuid, secret_hash text, at timestamptz, idle_seconds double precision,
  is_activity boolean
) returns table (
  session_id uuid, kind text, state text, end_reason text, user_id uuid, name text, role text,
  permissions text[], is_limited_to_locations boolean, is_limited_to_suppliers boolean,
  store_ids text[], supplier_ids text[], approval_limit double precision
)
language plpgsql
as $$
#variable_conflict use_column
declare
  seen_at timestamptz;
begin
  perform set_config('app.org_id', organization::text, true);
  -- Two statements with one index each; an OR over both would read the table.
  if session is null then
    select s.session_id into session from identity.sessions s
     where s.org_id = organization and s.token_hash = secret_hash;
  end if;
  select s.session_id, s.kind, s.end_reason, s.last_seen_at,
         case when s.revoked_at is not null then 'revoked'
              when s.expires_at <= at then 'expired'
              when s.kind <> 'terminal' and s.last_seen_at <= at - make_interval(secs => idle_seconds) then 'idle'
              when u.disabled_at is not null then 'deactivated'
              else 'live' end,
         u.user_id, u.name, r.code, r.permissions, r.is_limited_to_locations, r.is_limited_to_suppliers,
         u.store_ids, u.supplier_ids, coalesce(u.approval_limit, r.approval_limit)::double precision
    into session_id, kind, end_reason, seen_at, state, user_id, name, role, permissions,
         is_limited_to_locations, is_limited_to_suppliers, store_ids, supplier_ids, approval_limit
    from identity.sessions s
    join identity.users u on u.org_id = s.org_id and u.user_id = s.user_id
    join identity.roles r on r.org_id = u.org_id and r.code = u.role
   where s.org_id = organization and s.session_id = session;
  if not found then
    return;
  end if;
  if is_activity and state = 'live' and seen_at <= at - make_interval(secs => least(60, idle_seconds / 4)) then
    update identity.sessions s set last_seen_at = at
     where s.org_id = organization and s.session_id = session and s.last_seen_at = seen_at;
  end if;
  return next;
end
$$;
