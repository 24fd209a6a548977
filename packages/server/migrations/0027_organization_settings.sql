-- An organization's settings are changed from several places at once.
alter table platform.organizations
  add column version integer not null default 1,
  add column updated_at timestamptz not null default now();

-- A past invitation does not hold a role in place.
alter table identity.invitations drop constraint invitations_org_id_role_fkey;
