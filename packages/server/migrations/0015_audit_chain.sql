-- The trail becomes a chain: each entry of an organization has a number without
-- gaps, the hash of the entry before it and its own hash over all its fields,
-- so that a changed, removed, inserted or moved entry is found by anybody who
-- computes the hashes again. What names a person stands apart under a salted
-- digest: the chain holds the digest, and erasing the name leaves it whole.
-- Beside the trail, security events: what happened at the door.

-- A salt for each person whose name or address the trail has to know. Without
-- the salt a digest cannot be guessed back, so erasing removes it.
create table identity.audit_people (
  org_id     uuid not null references platform.organizations,
  person_id  uuid not null,
  salt       bytea default decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'),
  erased_at  timestamptz,
  primary key (org_id, person_id),
  check ((salt is null) = (erased_at is not null))
);
call platform.isolate('identity.audit_people');

create table identity.audit_personal (
  org_id     uuid not null,
  digest     bytea not null,
  person_id  uuid not null,
  value      text not null,
  primary key (org_id, digest),
  foreign key (org_id, person_id) references identity.audit_people
);
create index audit_personal_by_person on identity.audit_personal (org_id, person_id);
comment on column identity.audit_personal.digest is 'SHA-256 of the person''s salt and the value';
call platform.isolate('identity.audit_personal');

-- The end of each chain. Its row is locked while entries are added, which the
-- program does last in a transaction.
create table identity.audit_heads (
  org_id    uuid primary key references platform.organizations,
  audit_id  bigint not null default 0,
  hash      bytea not null default decode(repeat('00', 32), 'hex')
);
call platform.isolate('identity.audit_heads');

create function identity.refuse_head_change() returns trigger
language plpgsql
as $$
begin
  if tg_op = 'UPDATE' then
    if new.org_id = old.org_id and new.audit_id > old.audit_id then return new; end if;
  end if;
  raise exception 'the head of the audit trail only moves forward';
end
$$;
create trigger audit_head_forward before update or delete on identity.audit_heads
  for each row execute function identity.refuse_head_change();
create trigger audit_head_stays before truncate on identity.audit_heads
  for each statement execute function identity.refuse_head_change();

alter table identity.audit_entries alter column audit_id drop identity;
alter table identity.audit_entries alter column at set default clock_timestamp();
alter table identity.audit_entries alter column actor_name drop not null;
alter table identity.audit_entries rename column actor_name to actor_label;
alter table identity.audit_entries add column actor_digest bytea;
alter table identity.audit_entries add column previous_hash bytea;
alter table identity.audit_entries add column hash bytea;
comment on column identity.audit_entries.audit_id is 'Number in the organization''s chain, from 1, without gaps';
comment on column identity.audit_entries.actor_label is 'What the machine calls itself; null for a person';
comment on column identity.audit_entries.actor_digest is 'Leads to a person''s name in audit_personal';

-- One field of the hashed form: its length in bytes, so that no two lists of
-- fields are written alike.
create function identity.audit_field(value text) returns text
language sql immutable parallel safe
as $$ select coalesce(octet_length(convert_to(value, 'UTF8')) || ':' || value || ',', '-,') $$;

-- The same form is written in TypeScript (identity/audit/chain.ts), by which
-- the trail is verified without trusting this function.
create function identity.audit_hash(entry identity.audit_entries) returns bytea
language sql stable parallel safe
as $$
  select sha256(convert_to(
    'granary audit 1,'
      || identity.audit_field(entry.org_id::text)
      || identity.audit_field(entry.audit_id::text)
      || identity.audit_field(encode(entry.previous_hash, 'hex'))
      || identity.audit_field(to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
      || identity.audit_field(entry.actor_id::text)
      || identity.audit_field(entry.actor_label)
      || identity.audit_field(encode(entry.actor_digest, 'hex'))
      || identity.audit_field(entry.verb)
      || identity.audit_field(entry.entity)
      || identity.audit_field(entry.entity_id)
      || identity.audit_field(entry.before::text)
      || identity.audit_field(entry.after::text)
      || identity.audit_field(entry.correlation_id),
    'UTF8'))
$$;

-- Keeps a value that names a person, and returns its digest; of an erased
-- person nothing is kept. Called with the head locked, as erasing is.
create function identity.keep_personal(org uuid, person uuid, word text) returns bytea
language plpgsql
as $$
declare
  person_salt bytea;
  word_digest bytea;
begin
  insert into identity.audit_people (org_id, person_id) values (org, person) on conflict do nothing;
  select salt into person_salt from identity.audit_people where org_id = org and person_id = person;
  if person_salt is null or word is null then return null; end if;
  word_digest := sha256(person_salt || convert_to(word, 'UTF8'));
  insert into identity.audit_personal (org_id, digest, person_id, value)
  values (org, word_digest, person, word) on conflict do nothing;
  return word_digest;
end
$$;

-- Puts the digest of each named field of a person in the place of its value.
create function identity.set_apart(org uuid, person uuid, fields jsonb, told jsonb) returns jsonb
language plpgsql
as $$
declare
  field text;
  word_digest bytea;
begin
  if person is null or jsonb_typeof(told) is distinct from 'object' then return told; end if;
  for field in select jsonb_array_elements_text(fields) loop
    if jsonb_typeof(told -> field) is distinct from 'string' then continue; end if;
    word_digest := identity.keep_personal(org, person, told ->> field);
    told := jsonb_set(told, array[field],
      jsonb_build_object('person', person, 'digest', encode(word_digest, 'hex')));
  end loop;
  return told;
end
$$;

-- Adds entries to the organization's chain. Entries: verb, entity, entity_id,
-- before, after; actor_id and actor_name, or actor_label; correlation_id;
-- person and personal, the fields of before and after that name that person.
create function identity.append_audit(org uuid, told jsonb) returns void
language plpgsql
as $$
declare
  entry jsonb;
  added identity.audit_entries;
  head identity.audit_heads;
begin
  select * into head from identity.audit_heads where org_id = org for update;
  if not found then
    insert into identity.audit_heads (org_id) values (org) on conflict do nothing;
    select * into head from identity.audit_heads where org_id = org for update;
  end if;
  for entry in select jsonb_array_elements(told) loop
    added := null;
    added.org_id := org;
    added.audit_id := head.audit_id + 1;
    added.at := clock_timestamp();
    added.actor_id := entry ->> 'actor_id';
    added.actor_label := entry ->> 'actor_label';
    if added.actor_id is not null then
      added.actor_digest := identity.keep_personal(org, added.actor_id, entry ->> 'actor_name');
    end if;
    added.verb := entry ->> 'verb';
    added.entity := entry ->> 'entity';
    added.entity_id := entry ->> 'entity_id';
    added.before := identity.set_apart(org, (entry ->> 'person')::uuid, entry -> 'personal', entry -> 'before');
    added.after := identity.set_apart(org, (entry ->> 'person')::uuid, entry -> 'personal', entry -> 'after');
    added.correlation_id := entry ->> 'correlation_id';
    added.previous_hash := head.hash;
    added.hash := identity.audit_hash(added);
    insert into identity.audit_entries select added.*;
    head.audit_id := added.audit_id;
    head.hash := added.hash;
  end loop;
  update identity.audit_heads set audit_id = head.audit_id, hash = head.hash
  where org_id = org and audit_id < head.audit_id;
end
$$;

-- The entries that exist are numbered anew and chained. Row security binds the
-- owner of these tables too, and is lifted for this one step.
alter table identity.audit_entries disable trigger audit_append_only;
alter table identity.audit_entries no force row level security;
alter table identity.audit_people no force row level security;
alter table identity.audit_personal no force row level security;
alter table identity.audit_heads no force row level security;
do $$
declare
  old record;
  head identity.audit_heads;
  chained identity.audit_entries;
begin
  -- Numbers of other organizations lay between; below zero none collides.
  update identity.audit_entries e set audit_id = -n.number
  from (select org_id, audit_id, row_number() over (partition by org_id order by audit_id) as number
        from identity.audit_entries) n
  where n.org_id = e.org_id and n.audit_id = e.audit_id;
  for old in select org_id, audit_id from identity.audit_entries order by org_id, audit_id desc loop
    if head.org_id is distinct from old.org_id then
      insert into identity.audit_heads (org_id) values (old.org_id) returning * into head;
    end if;
    select * into chained from identity.audit_entries where org_id = old.org_id and audit_id = old.audit_id;
    chained.audit_id := head.audit_id + 1;
    if chained.actor_id is not null then
      chained.actor_digest := identity.keep_personal(old.org_id, chained.actor_id, chained.actor_label);
      chained.actor_label := null;
    end if;
    if chained.entity = 'user' then
      chained.before := identity.set_apart(
        old.org_id, chained.entity_id::uuid, '["name", "email", "for"]', chained.before);
      chained.after := identity.set_apart(
        old.org_id, chained.entity_id::uuid, '["name", "email", "for"]', chained.after);
    end if;
    chained.previous_hash := head.hash;
    chained.hash := identity.audit_hash(chained);
    update identity.audit_entries
    set audit_id = chained.audit_id, actor_label = chained.actor_label, actor_digest = chained.actor_digest,
        before = chained.before, after = chained.after, previous_hash = chained.previous_hash, hash = chained.hash
    where org_id = old.org_id and audit_id = old.audit_id;
    update identity.audit_heads set audit_id = chained.audit_id, hash = chained.hash
    where org_id = old.org_id returning * into head;
  end loop;
end
$$;
alter table identity.audit_heads force row level security;
alter table identity.audit_personal force row level security;
alter table identity.audit_people force row level security;
alter table identity.audit_entries force row level security;
alter table identity.audit_entries enable trigger audit_append_only;

alter table identity.audit_entries alter column previous_hash set not null;
alter table identity.audit_entries alter column hash set not null;
alter table identity.audit_entries add constraint audit_actor_is_person_or_machine
  check ((actor_id is null) <> (actor_label is null));
create trigger audit_not_emptied before truncate on identity.audit_entries
  for each statement execute function identity.refuse_change();
create index audit_newest on identity.audit_entries (org_id, at desc, audit_id desc);
create index audit_by_actor on identity.audit_entries (org_id, actor_id, audit_id desc);
create index audit_by_correlation on identity.audit_entries (org_id, correlation_id)
  where correlation_id is not null;

-- The trail as people read it: with the actor's name while it may be known.
create view identity.audit_trail with (security_invoker = true) as
select e.*, coalesce(e.actor_label, p.value, 'Erased person') as actor_name
from identity.audit_entries e
left join identity.audit_personal p on p.org_id = e.org_id and p.digest = e.actor_digest;

-- What happened at the door: sign-ins, failures, refusals, locks. Many, and
-- kept for a time only; not part of the chain.
create table identity.security_events (
  org_id          uuid not null references platform.organizations,
  event_id        bigint generated always as identity,
  at              timestamptz not null default clock_timestamp(),
  kind            text not null check (length(kind) between 1 and 100),
  user_id         uuid,
  actor_id        uuid,
  session_id      uuid,
  address         text,
  user_agent      text,
  detail          jsonb not null default '{}',
  correlation_id  text,
  primary key (org_id, event_id)
);
comment on column identity.security_events.user_id is 'Whom it concerns';
comment on column identity.security_events.actor_id is 'Who did it, where that is somebody else; null when nobody was signed in';
create index security_events_newest on identity.security_events (org_id, at desc, event_id desc);
create index security_events_by_user on identity.security_events (org_id, user_id, at desc);
call platform.isolate('identity.security_events');
