-- What a person may do is a role's; which rows they may see, and up to which
-- value they may approve, is the person's.

create table identity.roles (
  org_id                   uuid not null references platform.organizations,
  code                     text not null check (code ~ '^[a-z][a-z0-9_]{0,49}$'),
  name                     text not null check (length(name) between 1 and 100),
  permissions              text[] not null default '{}',
  is_built_in              boolean not null default false,
  is_limited_to_locations  boolean not null default false,
  is_limited_to_suppliers  boolean not null default false,
  approval_limit           numeric(14, 2) check (approval_limit >= 0),
  version                  integer not null default 1,
  created_at               timestamptz not null default now(),
  updated_at               timestamptz not null default now(),
  primary key (org_id, code),
  -- What a built-in role may do is computed from the table in the code.
  check (not is_built_in or permissions = '{}')
);
comment on column identity.roles.approval_limit is
  'Largest money at stake that may be approved, for people without a limit of their own; null is none.';

-- Called for each new organization, and here for those that exist.
create procedure identity.add_built_in_roles(organization uuid)
language sql
as $$
  insert into identity.roles (org_id, code, name, is_built_in, is_limited_to_locations, is_limited_to_suppliers)
  values (organization, 'owner', 'Owner', true, false, false),
         (organization, 'admin', 'Administrator', true, false, false),
         (organization, 'planner', 'Planner', true, false, false),
         (organization, 'store_manager', 'Store manager', true, true, false),
         (organization, 'analyst', 'Analyst', true, false, false),
         (organization, 'viewer', 'Viewer', true, false, false),
         (organization, 'supplier', 'Supplier', true, false, true),
         (organization, 'operator', 'Terminal of the machine', true, false, false)
  on conflict do nothing
$$;

-- Before row security binds the owner of the table.
do $$
declare organization uuid;
begin
  for organization in select org_id from platform.organizations loop
    call identity.add_built_in_roles(organization);
  end loop;
end
$$;
call platform.isolate('identity.roles');

alter table identity.users
  drop constraint users_role_check,
  add constraint users_role foreign key (org_id, role) references identity.roles on update restrict,
  add column store_ids text[] not null default '{}',
  add column supplier_ids text[] not null default '{}',
  add column approval_limit numeric(14, 2) check (approval_limit >= 0),
  add column version integer not null default 1;
comment on column identity.users.store_ids is
  'The locations of a person whose role is limited to locations; empty for others.';
comment on column identity.users.approval_limit is 'Null: the limit of the role.';
create index users_by_role on identity.users (org_id, role);

create table identity.invitations (
  org_id           uuid not null references platform.organizations,
  invitation_id    uuid not null default gen_random_uuid(),
  token_hash       text not null,
  email            text not null check (email = lower(email) and length(email) <= 320),
  name             text check (length(name) between 1 and 200),
  role             text not null,
  store_ids        text[] not null default '{}',
  supplier_ids     text[] not null default '{}',
  approval_limit   numeric(14, 2) check (approval_limit >= 0),
  invited_by       uuid,
  invited_by_name  text not null,
  created_at       timestamptz not null,
  expires_at       timestamptz not null,
  accepted_at      timestamptz,
  revoked_at       timestamptz,
  user_id          uuid,
  primary key (org_id, invitation_id),
  foreign key (org_id, role) references identity.roles
);
comment on column identity.invitations.user_id is 'Who came of it; null until it is accepted.';
create unique index invitations_token on identity.invitations (org_id, token_hash);
-- One open invitation for an address; a new one takes the place of the old.
create unique index invitations_one_open on identity.invitations (org_id, email)
  where accepted_at is null and revoked_at is null;
call platform.isolate('identity.invitations');
