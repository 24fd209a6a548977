-- What is known about people: every column that holds it is marked by a comment
-- that begins with "personal:". docs/personal-data.md lists the same columns, and
-- so do the declarations by which a person's data is exported and erased.

alter table identity.users add column erased_at timestamptz;
alter table identity.users add constraint users_erased
  check (erased_at is null or (email is null and password_hash is null and disabled_at is not null));

-- Erases persons from the trail: their salts and values go, the digests in the
-- chain stay and tell nothing. Takes the lock of the chain's end, as adding
-- entries does, so that no entry under way keeps a value afterwards.
create function identity.erase_from_trail(org uuid, persons uuid[]) returns integer
language plpgsql
as $$
declare
  gone integer;
begin
  perform from identity.audit_heads where org_id = org for update;
  delete from identity.audit_personal where org_id = org and person_id = any (persons);
  get diagnostics gone = row_count;
  insert into identity.audit_people (org_id, person_id, salt, erased_at)
  select org, person, null, clock_timestamp() from unnest(persons) person
  on conflict (org_id, person_id) do update set salt = null, erased_at = excluded.erased_at;
  return gone;
end
$$;

comment on column platform.runs.requested_by is 'personal: who started it';
comment on column platform.idempotency_keys.reply is 'personal: the reply, which may name somebody';
comment on column identity.users.user_id is 'personal: the id by which other tables name them';
comment on column identity.users.name is 'personal: name';
comment on column identity.users.email is 'personal: e-mail address';
comment on column identity.users.password_hash is 'personal: hash of the password, never exported';
comment on column identity.sign_in_names.email is 'personal: e-mail address';
comment on column identity.sign_in_names.user_id is 'personal: whose address it is';
comment on column identity.sessions.user_id is 'personal: whose session it is';
comment on column identity.sessions.user_agent is 'personal: the browser or program that signed in';
comment on column identity.sign_in_links.user_id is 'personal: whom the link signs in';
comment on column identity.invitations.email is 'personal: e-mail address of who is invited';
comment on column identity.invitations.name is 'personal: name of who is invited';
comment on column identity.invitations.user_id is 'personal: who came of it; null until it is accepted';
comment on column identity.invitations.invited_by is 'personal: who invited';
comment on column identity.invitations.invited_by_name is 'personal: name of who invited';
comment on column identity.audit_people.person_id is 'personal: whom the trail has to know';
comment on column identity.audit_people.salt is 'personal: salt of the digests of their values, never exported';
comment on column identity.audit_personal.person_id is 'personal: whom the value names';
comment on column identity.audit_personal.value is 'personal: a name, an e-mail address, a network address or a browser in the trail';
comment on column identity.audit_entries.actor_id is 'personal: who did it; leads to nothing but a pseudonym after an erasure';
comment on column identity.security_events.user_id is 'personal: whom it concerns';
comment on column identity.security_events.actor_id is
  'personal: who did it, where that is somebody else; null when nobody was signed in';
comment on column identity.security_events.address is 'personal: network address of the request';
comment on column identity.security_events.user_agent is 'personal: the browser or program that asked';
comment on column ingest.raw_uploads.uploaded_by is 'personal: who loaded it';
comment on column actions.actions.decided_by is 'personal: who decided';
comment on column actions.actions.decided_by_name is 'personal: name of who decided';
comment on column actions.actions.decision_note is 'personal: what they wrote about it';
comment on column actions.action_outcomes.recorded_by is 'personal: who recorded it';
comment on column actions.action_outcomes.notes is 'personal: what they wrote about it';
comment on column expiry.rule_sets.created_by is 'personal: who set the rules';
comment on column demand.generated_forecasts.made_by is 'personal: name of who asked';
