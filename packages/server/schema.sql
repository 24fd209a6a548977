-- Generated from the migrations by `npm run generate`; for reading, never executed.

-- Tells whether a kept reply is still true. Not isolated by row: it holds numbers only, and is read before a transaction of the organization begins.
create table platform.change_counts (
  org_id uuid not null,
  shard integer not null,
  changes bigint not null,
  constraint change_counts_pkey PRIMARY KEY (org_id, shard)
);

create table platform.error_counts (
  org_id uuid not null,
  hour timestamp with time zone not null,
  code text not null,
  route text not null,
  count bigint not null,
  constraint error_counts_pkey PRIMARY KEY (org_id, hour, code, route),
  constraint error_counts_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id)
);
alter table platform.error_counts force row level security;
create policy organization on platform.error_counts for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

create table platform.idempotency_keys (
  org_id uuid not null,
  user_id uuid not null,
  route text not null,
  key text not null,
  request_hash text not null,
  has_effect boolean not null default false,
  status integer,
  headers jsonb,
  body text,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_keys_pkey PRIMARY KEY (org_id, user_id, route, key),
  constraint idempotency_keys_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id)
);
alter table platform.idempotency_keys force row level security;
create policy organization on platform.idempotency_keys for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
CREATE INDEX idempotency_keys_by_age ON platform.idempotency_keys USING btree (org_id, created_at);

create table platform.migrations (
  version integer not null,
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migrations_pkey PRIMARY KEY (version)
);

create table platform.notices (
  org_id uuid not null,
  notice_id uuid not null default gen_random_uuid(),
  kind text not null,
  fingerprint text not null,
  message text not null,
  count bigint not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  correlation_id text,
  acknowledged_at timestamp with time zone,
  acknowledged_by uuid,
  constraint notices_pkey PRIMARY KEY (org_id, notice_id),
  constraint notices_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id)
);
alter table platform.notices force row level security;
create policy organization on platform.notices for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
CREATE INDEX notices_newest ON platform.notices USING btree (org_id, last_at DESC, notice_id);
CREATE UNIQUE INDEX notices_open ON platform.notices USING btree (org_id, fingerprint) WHERE (acknowledged_at IS NULL);

-- Tenants. Not isolated by row: it holds no business data, and sign-in must find one before a context exists.
create table platform.organizations (
  org_id uuid not null default gen_random_uuid(),
  name text not null,
  currency text not null default 'EUR'::text,
  locale text not null default 'en-GB'::text,
  time_zone text not null default 'Europe/Paris'::text,
  is_demo boolean not null default false,
  created_at timestamp with time zone not null default now(),
  version integer not null default 1,
  updated_at timestamp with time zone not null default now(),
  constraint organizations_pkey PRIMARY KEY (org_id),
  constraint organizations_currency_check CHECK (currency ~ '^[A-Z]{3}$'::text),
  constraint organizations_name_check CHECK (length(name) >= 1 AND length(name) <= 200)
);

-- Requests that servers have set aside for a caller in a window of time. Not isolated by row: it is counted before anybody has signed in.
create table platform.rate_windows (
  key text not null,
  starts_at timestamp with time zone not null,
  taken bigint not null,
  constraint rate_windows_pkey PRIMARY KEY (key, starts_at)
);
CREATE INDEX rate_windows_by_age ON platform.rate_windows USING btree (starts_at);

create table platform.runs (
  org_id uuid not null,
  run_id uuid not null default gen_random_uuid(),
  kind text not null,
  state text not null default 'queued'::text,
  progress_pct numeric(5,2) not null default 0,
  step text,
  message text,
  counts jsonb not null default '{}'::jsonb,
  input jsonb not null default '{}'::jsonb,
  error jsonb,
  cancel_asked boolean not null default false,
  requested_by uuid,
  created_at timestamp with time zone not null default now(),
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint runs_pkey PRIMARY KEY (org_id, run_id),
  constraint runs_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint runs_progress_pct_check CHECK (progress_pct >= 0::numeric AND progress_pct <= 100::numeric),
  constraint runs_state_check CHECK (state = ANY (ARRAY['queued'::text, 'running'::text, 'completed'::text, 'failed'::text, 'cancelled'::text]))
);
alter table platform.runs force row level security;
create policy organization on platform.runs for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
CREATE UNIQUE INDEX runs_one_active ON platform.runs USING btree (org_id, kind) WHERE ((state = ANY (ARRAY['queued'::text, 'running'::text])) AND (kind <> 'ingest.load'::text));
CREATE INDEX runs_recent ON platform.runs USING btree (org_id, created_at DESC);

-- Not isolated by row: hours, codes and routes of requests without a sign-in, and nothing of what they sent.
create table platform.unsigned_error_counts (
  hour timestamp with time zone not null,
  code text not null,
  route text not null,
  count bigint not null,
  constraint unsigned_error_counts_pkey PRIMARY KEY (hour, code, route)
);

-- view platform.uploaded_files, as defined in the migrations:
--   org_id uuid
--   upload_id uuid
--   file_name character varying(255)
--   file_type character varying(50)
--   uploaded_at timestamp with time zone

create table identity.audit_entries (
  org_id uuid not null,
  audit_id bigint not null,
  at timestamp with time zone not null default clock_timestamp(),
  actor_id uuid,
  actor_label text,
  verb text not null,
  entity text not null,
  entity_id text not null,
  before jsonb,
  after jsonb,
  correlation_id text,
  actor_digest bytea,
  previous_hash bytea not null,
  hash bytea not null,
  constraint audit_entries_pkey PRIMARY KEY (org_id, audit_id),
  constraint audit_entries_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint audit_actor_is_person_or_machine CHECK ((actor_id IS NULL) <> (actor_label IS NULL))
);
alter table identity.audit_entries force row level security;
create policy organization on identity.audit_entries for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
CREATE INDEX audit_by_actor ON identity.audit_entries USING btree (org_id, actor_id, audit_id DESC);
CREATE INDEX audit_by_correlation ON identity.audit_entries USING btree (org_id, correlation_id) WHERE (correlation_id IS NOT NULL);
CREATE INDEX audit_by_entity ON identity.audit_entries USING btree (org_id, entity, entity_id, audit_id);
CREATE INDEX audit_newest ON identity.audit_entries USING btree (org_id, at DESC, audit_id DESC);
CREATE TRIGGER audit_append_only BEFORE DELETE OR UPDATE ON identity.audit_entries FOR EACH ROW EXECUTE FUNCTION identity.refuse_change();
CREATE TRIGGER audit_not_emptied BEFORE TRUNCATE ON identity.audit_entries FOR EACH STATEMENT EXECUTE FUNCTION identity.refuse_change();

create table identity.audit_heads (
  org_id uuid not null,
  audit_id bigint not null default 0,
  hash bytea not null default decode(repeat('00'::text, 32), 'hex'::text),
  constraint audit_heads_pkey PRIMARY KEY (org_id),
  constraint audit_heads_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id)
);
alter table identity.audit_heads force row level security;
create policy organization on identity.audit_heads for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
CREATE TRIGGER audit_head_forward BEFORE DELETE OR UPDATE ON identity.audit_heads FOR EACH ROW EXECUTE FUNCTION identity.refuse_head_change();
CREATE TRIGGER audit_head_stays BEFORE TRUNCATE ON identity.audit_heads FOR EACH STATEMENT EXECUTE FUNCTION identity.refuse_head_change();

create table identity.audit_people (
  org_id uuid not null,
  person_id uuid not null,
  salt bytea default decode(replace(((gen_random_uuid())::text || (gen_random_uuid())::text), '-'::text, ''::text), 'hex'::text),
  erased_at timestamp with time zone,
  constraint audit_people_pkey PRIMARY KEY (org_id, person_id),
  constraint audit_people_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint audit_people_check CHECK ((salt IS NULL) = (erased_at IS NOT NULL))
);
alter table identity.audit_people force row level security;
create policy organization on identity.audit_people for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

create table identity.audit_personal (
  org_id uuid not null,
  digest bytea not null,
  person_id uuid not null,
  value text not null,
  constraint audit_personal_pkey PRIMARY KEY (org_id, digest),
  constraint audit_personal_org_id_person_id_fkey FOREIGN KEY (org_id, person_id) REFERENCES identity.audit_people(org_id, person_id)
);
alter table identity.audit_personal force row level security;
create policy organization on identity.audit_personal for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
CREATE INDEX audit_personal_by_person ON identity.audit_personal USING btree (org_id, person_id);

-- view identity.audit_trail, as defined in the migrations:
--   org_id uuid
--   audit_id bigint
--   at timestamp with time zone
--   actor_id uuid
--   actor_label text
--   verb text
--   entity text
--   entity_id text
--   before jsonb
--   after jsonb
--   correlation_id text
--   actor_digest bytea
--   previous_hash bytea
--   hash bytea
--   actor_name text

-- Not isolated by row: network addresses of attackers, which are refused before an organization is known.
create table identity.blocked_addresses (
  address text not null,
  reason text not null,
  times integer not null default 1,
  blocked_at timestamp with time zone not null,
  blocked_until timestamp with time zone not null,
  constraint blocked_addresses_pkey PRIMARY KEY (address),
  constraint blocked_addresses_address_check CHECK (length(address) >= 1 AND length(address) <= 100)
);

create table identity.invitations (
  org_id uuid not null,
  invitation_id uuid not null default gen_random_uuid(),
  token_hash text not null,
  email text not null,
  name text,
  role text not null,
  store_ids text[] not null default '{}'::text[],
  supplier_ids text[] not null default '{}'::text[],
  approval_limit numeric(14,2),
  invited_by uuid,
  invited_by_name text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  revoked_at timestamp with time zone,
  user_id uuid,
  constraint invitations_pkey PRIMARY KEY (org_id, invitation_id),
  constraint invitations_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint invitations_approval_limit_check CHECK (approval_limit >= 0::numeric),
  constraint invitations_email_check CHECK (email = lower(email) AND length(email) <= 320),
  constraint invitations_name_check CHECK (length(name) >= 1 AND length(name) <= 200)
);
alter table identity.invitations force row level security;
create policy organization on identity.invitations for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
CREATE UNIQUE INDEX invitations_one_open ON identity.invitations USING btree (org_id, email) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));
CREATE UNIQUE INDEX invitations_token ON identity.invitations USING btree (org_id, token_hash);

create table identity.machine_tokens (
  org_id uuid not null,
  token_id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  name text not null,
  prefix text not null,
  token_hash text not null,
  permissions text[] not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint machine_tokens_pkey PRIMARY KEY (org_id, token_id),
  constraint machine_tokens_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint machine_tokens_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES identity.users(org_id, user_id),
  constraint machine_tokens_name_check CHECK (length(name) >= 1 AND length(name) <= 100)
);
alter table identity.machine_tokens force row level security;
create policy organization on identity.machine_tokens for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
CREATE INDEX machine_tokens_of_user ON identity.machine_tokens USING btree (org_id, user_id);
CREATE UNIQUE INDEX machine_tokens_secret ON identity.machine_tokens USING btree (org_id, token_hash);

create table identity.password_resets (
  org_id uuid not null,
  token_hash text not null,
  user_id uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint password_resets_pkey PRIMARY KEY (org_id, token_hash),
  constraint password_resets_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint password_resets_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES identity.users(org_id, user_id) ON DELETE CASCADE
);
alter table identity.password_resets force row level security;
create policy organization on identity.password_resets for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
CREATE INDEX password_resets_of_user ON identity.password_resets USING btree (org_id, user_id);

create table identity.recovery_codes (
  org_id uuid not null,
  code_hash text not null,
  user_id uuid not null,
  used_at timestamp with time zone,
  constraint recovery_codes_pkey PRIMARY KEY (org_id, user_id, code_hash),
  constraint recovery_codes_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint recovery_codes_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES identity.second_factors(org_id, user_id) ON DELETE CASCADE
);
alter table identity.recovery_codes force row level security;
create policy organization on identity.recovery_codes for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

create table identity.refresh_tokens (
  org_id uuid not null,
  token_hash text not null,
  session_id uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  doubled_at timestamp with time zone,
  constraint refresh_tokens_pkey PRIMARY KEY (org_id, token_hash),
  constraint refresh_tokens_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint refresh_tokens_org_id_session_id_fkey FOREIGN KEY (org_id, session_id) REFERENCES identity.sessions(org_id, session_id) ON DELETE CASCADE
);
alter table identity.refresh_tokens force row level security;
create policy organization on identity.refresh_tokens for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
CREATE INDEX refresh_tokens_of_session ON identity.refresh_tokens USING btree (org_id, session_id);

create table identity.roles (
  org_id uuid not null,
  code text not null,
  name text not null,
  permissions text[] not null default '{}'::text[],
  is_built_in boolean not null default false,
  is_limited_to_locations boolean not null default false,
  is_limited_to_suppliers boolean not null default false,
  approval_limit numeric(14,2),
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint roles_pkey PRIMARY KEY (org_id, code),
  constraint roles_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint roles_approval_limit_check CHECK (approval_limit >= 0::numeric),
  constraint roles_check CHECK (NOT is_built_in OR permissions = '{}'::text[]),
  constraint roles_code_check CHECK (code ~ '^[a-z][a-z0-9_]{0,49}$'::text),
  constraint roles_name_check CHECK (length(name) >= 1 AND length(name) <= 100)
);
alter table identity.roles force row level security;
create policy organization on identity.roles for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

create table identity.second_factors (
  org_id uuid not null,
  user_id uuid not null,
  encrypted_secret text not null,
  created_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  last_step bigint not null default 0,
  constraint second_factors_pkey PRIMARY KEY (org_id, user_id),
  constraint second_factors_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint second_factors_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES identity.users(org_id, user_id) ON DELETE CASCADE
);
alter table identity.second_factors force row level security;
create policy organization on identity.second_factors for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

create table identity.security_events (
  org_id uuid not null,
  event_id bigint not null generated always as identity,
  at timestamp with time zone not null default clock_timestamp(),
  kind text not null,
  user_id uuid,
  actor_id uuid,
  session_id uuid,
  address text,
  user_agent text,
  detail jsonb not null default '{}'::jsonb,
  correlation_id text,
  constraint security_events_pkey PRIMARY KEY (org_id, event_id),
  constraint security_events_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint security_events_kind_check CHECK (length(kind) >= 1 AND length(kind) <= 100)
);
alter table identity.security_events force row level security;
create policy organization on identity.security_events for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
CREATE INDEX security_events_by_user ON identity.security_events USING btree (org_id, user_id, at DESC);
CREATE INDEX security_events_newest ON identity.security_events USING btree (org_id, at DESC, event_id DESC);

create table identity.sessions (
  org_id uuid not null,
  session_id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  token_hash text,
  kind text not null default 'web'::text,
  created_at timestamp with time zone not null default now(),
  last_seen_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  user_agent text,
  address text,
  end_reason text,
  constraint sessions_pkey PRIMARY KEY (org_id, session_id),
  constraint sessions_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint sessions_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES identity.users(org_id, user_id),
  constraint sessions_end CHECK (end_reason IS NULL OR revoked_at IS NOT NULL),
  constraint sessions_kind CHECK (kind = ANY (ARRAY['web'::text, 'token'::text, 'terminal'::text])),
  constraint sessions_secret CHECK (kind = 'token'::text OR token_hash IS NOT NULL)
);
alter table identity.sessions force row level security;
create policy organization on identity.sessions for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
CREATE INDEX sessions_of_user ON identity.sessions USING btree (org_id, user_id, last_seen_at DESC);
CREATE UNIQUE INDEX sessions_token ON identity.sessions USING btree (org_id, token_hash);

-- One row for an account and a client; the row without a client counts the failures of all clients that are not known.
create table identity.sign_in_attempts (
  account_hash text not null,
  client_hash text not null,
  failures integer not null default 0,
  last_at timestamp with time zone not null,
  blocked_until timestamp with time zone,
  known_until timestamp with time zone,
  constraint sign_in_attempts_pkey PRIMARY KEY (account_hash, client_hash)
);
CREATE INDEX sign_in_attempts_by_age ON identity.sign_in_attempts USING btree (last_at);

create table identity.sign_in_challenges (
  org_id uuid not null,
  token_hash text not null,
  user_id uuid not null,
  mode text not null,
  first_step text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint sign_in_challenges_pkey PRIMARY KEY (org_id, token_hash),
  constraint sign_in_challenges_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint sign_in_challenges_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES identity.users(org_id, user_id) ON DELETE CASCADE,
  constraint sign_in_challenges_mode_check CHECK (mode = ANY (ARRAY['cookie'::text, 'token'::text]))
);
alter table identity.sign_in_challenges force row level security;
create policy organization on identity.sign_in_challenges for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

create table identity.sign_in_links (
  org_id uuid not null,
  token_hash text not null,
  user_id uuid not null,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  made_on_machine boolean not null default true,
  constraint sign_in_links_pkey PRIMARY KEY (org_id, token_hash),
  constraint sign_in_links_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint sign_in_links_org_id_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES identity.users(org_id, user_id)
);
alter table identity.sign_in_links force row level security;
create policy organization on identity.sign_in_links for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

create table identity.sign_in_names (
  email text not null,
  org_id uuid not null,
  user_id uuid not null,
  constraint sign_in_names_pkey PRIMARY KEY (email),
  constraint sign_in_names_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint sign_in_names_email_check CHECK (email = lower(email))
);

create table identity.users (
  org_id uuid not null,
  user_id uuid not null default gen_random_uuid(),
  name text not null,
  email text,
  role text not null,
  password_hash text,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  store_ids text[] not null default '{}'::text[],
  supplier_ids text[] not null default '{}'::text[],
  approval_limit numeric(14,2),
  version integer not null default 1,
  erased_at timestamp with time zone,
  constraint users_pkey PRIMARY KEY (org_id, user_id),
  constraint users_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint users_role FOREIGN KEY (org_id, role) REFERENCES identity.roles(org_id, code) ON UPDATE RESTRICT,
  constraint users_approval_limit_check CHECK (approval_limit >= 0::numeric),
  constraint users_email_check CHECK (email = lower(email) AND length(email) <= 320),
  constraint users_erased CHECK (erased_at IS NULL OR email IS NULL AND password_hash IS NULL AND disabled_at IS NOT NULL),
  constraint users_name_check CHECK (length(name) >= 1 AND length(name) <= 200)
);
alter table identity.users force row level security;
create policy organization on identity.users for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
CREATE INDEX users_by_role ON identity.users USING btree (org_id, role);

create table identity.view_as_uses (
  org_id uuid not null,
  session_key text not null,
  target text not null,
  first_at timestamp with time zone not null default now(),
  constraint view_as_uses_pkey PRIMARY KEY (org_id, session_key, target),
  constraint view_as_uses_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id)
);
alter table identity.view_as_uses force row level security;
create policy organization on identity.view_as_uses for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

create table catalog.items (
  org_id uuid not null,
  sku_id character varying(100) not null,
  name text not null,
  category character varying(100) not null default 'Uncategorised'::character varying,
  kind text not null default 'product'::text,
  unit text not null default 'each'::text,
  mrp numeric(12,4),
  shelf_life_days integer,
  pack_size numeric(12,3) not null default 1,
  upload_id uuid,
  row_no bigint,
  updated_at timestamp with time zone not null default now(),
  version integer not null default 1,
  constraint items_pkey PRIMARY KEY (org_id, sku_id),
  constraint items_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint items_kind_check CHECK (kind = ANY (ARRAY['product'::text, 'component'::text, 'material'::text])),
  constraint items_mrp_check CHECK (mrp >= 0::numeric),
  constraint items_pack_size_check CHECK (pack_size > 0::numeric),
  constraint items_shelf_life_days_check CHECK (shelf_life_days >= 0)
);
alter table catalog.items force row level security;
create policy organization on catalog.items for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
CREATE INDEX items_by_category ON catalog.items USING btree (org_id, category);
CREATE INDEX items_by_sku ON catalog.items USING btree (org_id, sku_id COLLATE "C");
CREATE TRIGGER items_are_counted BEFORE UPDATE ON catalog.items FOR EACH ROW EXECUTE FUNCTION catalog.count_version();
CREATE TRIGGER used_items_stay AFTER DELETE ON catalog.items REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_if_used();

create table catalog.lanes (
  org_id uuid not null,
  from_store character varying(50) not null,
  to_store character varying(50) not null,
  lead_time_days integer not null,
  cost_per_unit numeric(12,4) not null default 0,
  fixed_cost numeric(12,4) not null default 0,
  upload_id uuid,
  row_no bigint,
  updated_at timestamp with time zone not null default now(),
  constraint lanes_pkey PRIMARY KEY (org_id, from_store, to_store),
  constraint lanes_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint lanes_org_id_from_store_fkey FOREIGN KEY (org_id, from_store) REFERENCES catalog.locations(org_id, store_id),
  constraint lanes_org_id_to_store_fkey FOREIGN KEY (org_id, to_store) REFERENCES catalog.locations(org_id, store_id),
  constraint lanes_check CHECK (from_store::text <> to_store::text),
  constraint lanes_cost_per_unit_check CHECK (cost_per_unit >= 0::numeric),
  constraint lanes_fixed_cost_check CHECK (fixed_cost >= 0::numeric),
  constraint lanes_lead_time_days_check CHECK (lead_time_days >= 0)
);
alter table catalog.lanes force row level security;
create policy organization on catalog.lanes for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
create policy rows_of_caller on catalog.lanes for all using (((((from_store)::text = ANY (( SELECT (NULLIF(current_setting('app.store_ids'::text, true), ''::text))::text[] AS "nullif")::text[])) OR ((to_store)::text = ANY (( SELECT (NULLIF(current_setting('app.store_ids'::text, true), ''::text))::text[] AS "nullif")::text[]))) AND ( SELECT (COALESCE(current_setting('app.supplier_ids'::text, true), ''::text) = ''::text))));

create table catalog.locations (
  org_id uuid not null,
  store_id character varying(50) not null,
  name text not null,
  kind text not null default 'store'::text,
  city character varying(100),
  zone character varying(50),
  capacity_units numeric(14,3),
  upload_id uuid,
  row_no bigint,
  updated_at timestamp with time zone not null default now(),
  version integer not null default 1,
  constraint locations_pkey PRIMARY KEY (org_id, store_id),
  constraint locations_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint locations_capacity_units_check CHECK (capacity_units >= 0::numeric),
  constraint locations_kind_check CHECK (kind = ANY (ARRAY['store'::text, 'dc'::text, 'plant'::text]))
);
alter table catalog.locations force row level security;
create policy organization on catalog.locations for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
create policy rows_of_caller on catalog.locations for all using ((((store_id)::text = ANY (( SELECT (NULLIF(current_setting('app.store_ids'::text, true), ''::text))::text[] AS "nullif")::text[])) AND ( SELECT (COALESCE(current_setting('app.supplier_ids'::text, true), ''::text) = ''::text))));
CREATE TRIGGER locations_are_counted BEFORE UPDATE ON catalog.locations FOR EACH ROW EXECUTE FUNCTION catalog.count_version();
CREATE TRIGGER used_locations_stay AFTER DELETE ON catalog.locations REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION catalog.refuse_if_used();

-- view catalog.sku_master, as defined in the migrations:
--   org_id uuid
--   sku_id character varying(100)
--   category character varying(100)
--   mrp numeric(12,4)

-- view catalog.store_master, as defined in the migrations:
--   org_id uuid
--   store_id character varying(50)
--   city character varying(100)
--   zone character varying(50)

create table stock.inventory_batches (
  org_id uuid not null,
  snapshot_date date not null,
  store_id character varying(50) not null,
  sku_id character varying(100) not null,
  batch_id character varying(100) not null,
  expiry_date date not null,
  on_hand_qty integer not null,
  upload_id uuid,
  row_no bigint,
  constraint inventory_batches_pkey PRIMARY KEY (org_id, snapshot_date, store_id, sku_id, batch_id),
  constraint inventory_batches_on_hand_qty_check CHECK (on_hand_qty >= 0)
);
alter table stock.inventory_batches force row level security;
create policy organization on stock.inventory_batches for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
create policy rows_of_caller on stock.inventory_batches for all using ((((store_id)::text = ANY (( SELECT (NULLIF(current_setting('app.store_ids'::text, true), ''::text))::text[] AS "nullif")::text[])) AND ( SELECT (COALESCE(current_setting('app.supplier_ids'::text, true), ''::text) = ''::text))));
CREATE TRIGGER known_on_insert AFTER INSERT ON stock.inventory_batches REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION catalog.require_known_series();
CREATE TRIGGER known_on_update AFTER UPDATE ON stock.inventory_batches REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION catalog.require_known_series();

create table stock.purchases (
  org_id uuid not null,
  purchase_id bigint not null generated always as identity,
  received_date date not null,
  store_id character varying(50) not null,
  sku_id character varying(100) not null,
  batch_id character varying(100) not null,
  received_qty integer not null,
  unit_cost numeric(12,4) not null,
  upload_id uuid,
  row_no bigint,
  supplier_id character varying(100),
  constraint purchases_pkey PRIMARY KEY (org_id, purchase_id),
  constraint purchases_natural_key UNIQUE (org_id, sku_id, store_id, received_date, batch_id),
  constraint purchases_received_qty_check CHECK (received_qty >= 0),
  constraint purchases_unit_cost_check CHECK (unit_cost >= 0::numeric)
);
alter table stock.purchases force row level security;
create policy organization on stock.purchases for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
create policy rows_of_caller on stock.purchases for all using ((( SELECT ((COALESCE(current_setting('app.store_ids'::text, true), ''::text) || COALESCE(current_setting('app.supplier_ids'::text, true), ''::text)) <> ''::text)) AND (( SELECT (NULLIF(current_setting('app.store_ids'::text, true), ''::text) IS NULL)) OR ((store_id)::text = ANY (( SELECT (NULLIF(current_setting('app.store_ids'::text, true), ''::text))::text[] AS "nullif")::text[]))) AND (( SELECT (NULLIF(current_setting('app.supplier_ids'::text, true), ''::text) IS NULL)) OR ((supplier_id)::text = ANY (( SELECT (NULLIF(current_setting('app.supplier_ids'::text, true), ''::text))::text[] AS "nullif")::text[])))));
CREATE INDEX purchases_by_date ON stock.purchases USING btree (org_id, received_date DESC, purchase_id DESC);
CREATE INDEX purchases_by_supplier ON stock.purchases USING btree (org_id, supplier_id, received_date DESC, purchase_id DESC) WHERE (supplier_id IS NOT NULL);
CREATE TRIGGER known_on_insert AFTER INSERT ON stock.purchases REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION catalog.require_known_series();
CREATE TRIGGER known_on_update AFTER UPDATE ON stock.purchases REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION catalog.require_known_series();

create table demand.demand_forecasts (
  org_id uuid not null,
  forecast_id uuid not null,
  period integer not null,
  sku_id character varying(100) not null,
  store_id character varying(50),
  period_start date not null,
  period_end date not null,
  model_version text not null,
  mean double precision not null,
  p05 double precision not null,
  p10 double precision not null,
  p25 double precision not null,
  p50 double precision not null,
  p75 double precision not null,
  p90 double precision not null,
  p95 double precision not null,
  intervals jsonb,
  constraint demand_forecasts_pkey PRIMARY KEY (org_id, forecast_id, period),
  constraint demand_forecasts_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint demand_forecasts_org_id_forecast_id_fkey FOREIGN KEY (org_id, forecast_id) REFERENCES demand.generated_forecasts(org_id, forecast_id) ON DELETE CASCADE,
  constraint demand_forecasts_check CHECK (period_end >= period_start),
  constraint demand_forecasts_period_check CHECK (period >= 1)
);
alter table demand.demand_forecasts force row level security;
create policy organization on demand.demand_forecasts for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
create policy rows_of_caller on demand.demand_forecasts for all using ((((store_id)::text = ANY (( SELECT (NULLIF(current_setting('app.store_ids'::text, true), ''::text))::text[] AS "nullif")::text[])) AND ( SELECT (COALESCE(current_setting('app.supplier_ids'::text, true), ''::text) = ''::text))));
CREATE INDEX demand_forecasts_by_series ON demand.demand_forecasts USING btree (org_id, sku_id, store_id, period_start);

create table demand.drift_alerts (
  org_id uuid not null,
  alert_id uuid not null default gen_random_uuid(),
  store_id character varying(50) not null,
  sku_id character varying(100) not null,
  kind text not null,
  score numeric(8,2) not null,
  message text not null,
  first_seen date not null,
  last_seen date not null,
  resolved_at timestamp with time zone,
  constraint drift_alerts_pkey PRIMARY KEY (org_id, alert_id),
  constraint drift_alerts_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint drift_alerts_kind_check CHECK (kind = ANY (ARRAY['input'::text, 'error'::text]))
);
alter table demand.drift_alerts force row level security;
create policy organization on demand.drift_alerts for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
create policy rows_of_caller on demand.drift_alerts for all using ((((store_id)::text = ANY (( SELECT (NULLIF(current_setting('app.store_ids'::text, true), ''::text))::text[] AS "nullif")::text[])) AND ( SELECT (COALESCE(current_setting('app.supplier_ids'::text, true), ''::text) = ''::text))));
CREATE UNIQUE INDEX drift_alerts_one_open ON demand.drift_alerts USING btree (org_id, store_id, sku_id, kind) WHERE (resolved_at IS NULL);

create table demand.features_store_sku (
  org_id uuid not null,
  date date not null,
  store_id character varying(50) not null,
  sku_id character varying(100) not null,
  velocity_7d numeric(14,2) not null,
  velocity_14d numeric(14,2) not null,
  velocity_30d numeric(14,2) not null,
  volatility numeric(10,4),
  seasonality_flag boolean not null,
  trend_pct numeric(10,2),
  share_pct numeric(7,4),
  rank_in_store integer,
  sell_through_pct numeric(7,2),
  source text not null default 'history'::text,
  constraint features_store_sku_pkey PRIMARY KEY (org_id, date, store_id, sku_id),
  constraint features_store_sku_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id)
);
alter table demand.features_store_sku force row level security;
create policy organization on demand.features_store_sku for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
create policy rows_of_caller on demand.features_store_sku for all using ((((store_id)::text = ANY (( SELECT (NULLIF(current_setting('app.store_ids'::text, true), ''::text))::text[] AS "nullif")::text[])) AND ( SELECT (COALESCE(current_setting('app.supplier_ids'::text, true), ''::text) = ''::text))));

-- view demand.forecast_days, as defined in the migrations:
--   org_id uuid
--   forecast_run_id uuid
--   store_id character varying(50)
--   sku_id character varying(100)
--   date date
--   mean real
--   p10 integer
--   p50 integer
--   p90 integer

create table demand.forecast_runs (
  org_id uuid not null,
  forecast_run_id uuid not null default gen_random_uuid(),
  run_id uuid,
  made_at timestamp with time zone not null default now(),
  data_until date not null,
  horizon_days integer not null,
  series_count integer not null default 0,
  skipped_count integer not null default 0,
  state text not null default 'building'::text,
  compared_until date,
  constraint forecast_runs_pkey PRIMARY KEY (org_id, forecast_run_id),
  constraint forecast_runs_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint forecast_runs_horizon_days_check CHECK (horizon_days >= 1 AND horizon_days <= 730),
  constraint forecast_runs_state_check CHECK (state = ANY (ARRAY['building'::text, 'current'::text, 'past'::text]))
);
alter table demand.forecast_runs force row level security;
create policy organization on demand.forecast_runs for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
CREATE INDEX forecast_runs_current ON demand.forecast_runs USING btree (org_id, state, made_at DESC);

create table demand.forecasts (
  org_id uuid not null,
  forecast_run_id uuid not null,
  store_id character varying(50) not null,
  sku_id character varying(100) not null,
  model text not null,
  reason text not null,
  parameters jsonb not null,
  usual_price numeric(12,4),
  promoted_days integer not null default 0,
  stockout_days integer not null default 0,
  history_days integer not null default 0,
  mean real[] not null,
  p10 integer[] not null,
  p50 integer[] not null,
  p90 integer[] not null,
  constraint forecasts_pkey PRIMARY KEY (org_id, forecast_run_id, store_id, sku_id),
  constraint forecasts_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint forecasts_org_id_forecast_run_id_fkey FOREIGN KEY (org_id, forecast_run_id) REFERENCES demand.forecast_runs(org_id, forecast_run_id) ON DELETE CASCADE
);
alter table demand.forecasts force row level security;
create policy organization on demand.forecasts for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
create policy rows_of_caller on demand.forecasts for all using ((((store_id)::text = ANY (( SELECT (NULLIF(current_setting('app.store_ids'::text, true), ''::text))::text[] AS "nullif")::text[])) AND ( SELECT (COALESCE(current_setting('app.supplier_ids'::text, true), ''::text) = ''::text))));
CREATE INDEX forecasts_by_series ON demand.forecasts USING btree (org_id, store_id, sku_id);

create table demand.generated_forecasts (
  org_id uuid not null,
  forecast_id uuid not null default gen_random_uuid(),
  request_id uuid not null,
  made_at timestamp with time zone not null default now(),
  made_by text not null,
  sku_id character varying(100) not null,
  store_id character varying(50),
  frequency text not null,
  horizon integer not null,
  data_until date not null,
  method text not null,
  model text not null,
  form text not null,
  model_version text not null,
  parameters jsonb not null,
  reason text not null,
  notes jsonb not null default '[]'::jsonb,
  mix jsonb,
  seed text not null,
  constraint generated_forecasts_pkey PRIMARY KEY (org_id, forecast_id),
  constraint generated_forecasts_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint generated_forecasts_frequency_check CHECK (frequency = ANY (ARRAY['daily'::text, 'weekly'::text, 'monthly'::text])),
  constraint generated_forecasts_horizon_check CHECK (horizon >= 1 AND horizon <= 365)
);
alter table demand.generated_forecasts force row level security;
create policy organization on demand.generated_forecasts for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
create policy rows_of_caller on demand.generated_forecasts for all using ((((store_id)::text = ANY (( SELECT (NULLIF(current_setting('app.store_ids'::text, true), ''::text))::text[] AS "nullif")::text[])) AND ( SELECT (COALESCE(current_setting('app.supplier_ids'::text, true), ''::text) = ''::text))));
CREATE INDEX generated_forecasts_by_series ON demand.generated_forecasts USING btree (org_id, sku_id, store_id, made_at DESC);
CREATE INDEX generated_forecasts_newest ON demand.generated_forecasts USING btree (org_id, made_at DESC, forecast_id);

create table demand.price_elasticities (
  org_id uuid not null,
  forecast_run_id uuid not null,
  sku_id character varying(100) not null,
  elasticity numeric(8,4) not null,
  standard_error numeric(8,4) not null,
  source text not null,
  price_changes integer not null default 0,
  constraint price_elasticities_pkey PRIMARY KEY (org_id, forecast_run_id, sku_id),
  constraint price_elasticities_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint price_elasticities_org_id_forecast_run_id_fkey FOREIGN KEY (org_id, forecast_run_id) REFERENCES demand.forecast_runs(org_id, forecast_run_id) ON DELETE CASCADE,
  constraint price_elasticities_source_check CHECK (source = ANY (ARRAY['item'::text, 'category'::text, 'default'::text]))
);
alter table demand.price_elasticities force row level security;
create policy organization on demand.price_elasticities for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

create table demand.run_accuracy (
  org_id uuid not null,
  forecast_run_id uuid not null,
  model text not null,
  horizon_week integer not null,
  data_until date not null,
  days bigint not null,
  actual_units double precision not null,
  error_units double precision not null,
  absolute_error_units double precision not null,
  covered_days bigint not null,
  constraint run_accuracy_pkey PRIMARY KEY (org_id, forecast_run_id, model, horizon_week),
  constraint run_accuracy_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint run_accuracy_horizon_week_check CHECK (horizon_week >= 1)
);
alter table demand.run_accuracy force row level security;
create policy organization on demand.run_accuracy for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
create policy rows_of_caller on demand.run_accuracy for all using (false);

-- in 17 partitions by range of date
create table demand.sales_daily (
  org_id uuid not null,
  date date not null,
  store_id character varying(50) not null,
  sku_id character varying(100) not null,
  units_sold integer not null,
  selling_price numeric(12,4),
  upload_id uuid,
  row_no bigint,
  constraint sales_daily_pkey PRIMARY KEY (org_id, date, store_id, sku_id),
  constraint sales_daily_selling_price_check CHECK (selling_price >= 0::numeric),
  constraint sales_daily_units_sold_check CHECK (units_sold >= 0)
);
alter table demand.sales_daily force row level security;
create policy organization on demand.sales_daily for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
create policy rows_of_caller on demand.sales_daily for all using ((((store_id)::text = ANY (( SELECT (NULLIF(current_setting('app.store_ids'::text, true), ''::text))::text[] AS "nullif")::text[])) AND ( SELECT (COALESCE(current_setting('app.supplier_ids'::text, true), ''::text) = ''::text))));
CREATE TRIGGER known_on_insert AFTER INSERT ON demand.sales_daily REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION catalog.require_known_series();
CREATE TRIGGER known_on_update AFTER UPDATE ON demand.sales_daily REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION catalog.require_known_series();

create table demand.series_errors (
  org_id uuid not null,
  store_id character varying(50) not null,
  sku_id character varying(100) not null,
  until date not null,
  errors real[] not null,
  constraint series_errors_pkey PRIMARY KEY (org_id, store_id, sku_id),
  constraint series_errors_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id)
);
alter table demand.series_errors force row level security;
create policy organization on demand.series_errors for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
create policy rows_of_caller on demand.series_errors for all using ((((store_id)::text = ANY (( SELECT (NULLIF(current_setting('app.store_ids'::text, true), ''::text))::text[] AS "nullif")::text[])) AND ( SELECT (COALESCE(current_setting('app.supplier_ids'::text, true), ''::text) = ''::text))));

create table demand.stockout_days (
  org_id uuid not null,
  store_id character varying(50) not null,
  sku_id character varying(100) not null,
  date date not null,
  evidence text not null,
  constraint stockout_days_pkey PRIMARY KEY (org_id, store_id, sku_id, date),
  constraint stockout_days_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint stockout_days_evidence_check CHECK (evidence = ANY (ARRAY['snapshot'::text, 'no_sales_run'::text]))
);
alter table demand.stockout_days force row level security;
create policy organization on demand.stockout_days for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
create policy rows_of_caller on demand.stockout_days for all using ((((store_id)::text = ANY (( SELECT (NULLIF(current_setting('app.store_ids'::text, true), ''::text))::text[] AS "nullif")::text[])) AND ( SELECT (COALESCE(current_setting('app.supplier_ids'::text, true), ''::text) = ''::text))));

create table actions.action_outcomes (
  org_id uuid not null,
  outcome_id bigint not null generated always as identity,
  action_id bigint not null,
  measured_at timestamp with time zone not null default now(),
  recovered_value numeric(14,2) not null,
  cleared_units integer not null,
  notes text,
  recorded_by uuid,
  constraint action_outcomes_pkey PRIMARY KEY (org_id, outcome_id),
  constraint action_outcomes_org_id_action_id_fkey FOREIGN KEY (org_id, action_id) REFERENCES actions.actions(org_id, action_id),
  constraint action_outcomes_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint action_outcomes_cleared_units_check CHECK (cleared_units >= 0)
);
alter table actions.action_outcomes force row level security;
create policy organization on actions.action_outcomes for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
create policy rows_of_caller on actions.action_outcomes for all using ((EXISTS ( SELECT
   FROM actions.actions a
  WHERE ((a.org_id = action_outcomes.org_id) AND (a.action_id = action_outcomes.action_id)))));
CREATE INDEX outcomes_by_action ON actions.action_outcomes USING btree (org_id, action_id);

create table actions.actions (
  org_id uuid not null,
  action_id bigint not null generated always as identity,
  created_at timestamp with time zone not null default now(),
  refreshed_at timestamp with time zone not null default now(),
  snapshot_date date not null,
  action_type character varying(20) not null,
  from_store character varying(50) not null,
  to_store character varying(50),
  sku_id character varying(100) not null,
  batch_id character varying(100) not null,
  qty integer not null,
  discount_pct numeric(5,2),
  start_date date not null,
  end_date date,
  decide_by date not null,
  expected_savings numeric(14,2) not null,
  savings_low numeric(14,2) not null,
  savings_high numeric(14,2) not null,
  chance_of_gain numeric(6,5) not null,
  at_risk_units numeric(14,2) not null,
  unit_cost numeric(12,4) not null,
  reason text not null,
  status character varying(20) not null default 'PROPOSED'::character varying,
  version integer not null default 1,
  proof jsonb not null,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamp with time zone,
  decision_note text,
  constraint actions_pkey PRIMARY KEY (org_id, action_id),
  constraint actions_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint actions_org_id_from_store_fkey FOREIGN KEY (org_id, from_store) REFERENCES catalog.locations(org_id, store_id),
  constraint actions_org_id_sku_id_fkey FOREIGN KEY (org_id, sku_id) REFERENCES catalog.items(org_id, sku_id),
  constraint actions_org_id_to_store_fkey FOREIGN KEY (org_id, to_store) REFERENCES catalog.locations(org_id, store_id),
  constraint actions_action_type_check CHECK (action_type::text = ANY (ARRAY['TRANSFER'::character varying, 'MARKDOWN'::character varying, 'LIQUIDATE'::character varying]::text[])),
  constraint actions_chance_of_gain_check CHECK (chance_of_gain >= 0::numeric AND chance_of_gain <= 1::numeric),
  constraint actions_check CHECK ((action_type::text = 'TRANSFER'::text) = (to_store IS NOT NULL)),
  constraint actions_check1 CHECK ((action_type::text = 'MARKDOWN'::text) = (discount_pct IS NOT NULL)),
  constraint actions_check2 CHECK (to_store::text IS DISTINCT FROM from_store::text),
  constraint actions_discount_pct_check CHECK (discount_pct >= 0::numeric AND discount_pct <= 100::numeric),
  constraint actions_qty_check CHECK (qty > 0),
  constraint actions_status_check CHECK (status::text = ANY (ARRAY['PROPOSED'::character varying, 'APPROVED'::character varying, 'DONE'::character varying, 'REJECTED'::character varying]::text[]))
);
alter table actions.actions force row level security;
create policy decided_at_origin on actions.actions for update using (((from_store)::text = ANY (( SELECT (NULLIF(current_setting('app.store_ids'::text, true), ''::text))::text[] AS "nullif")::text[])));
create policy organization on actions.actions for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
create policy rows_of_caller on actions.actions for all using (((((from_store)::text = ANY (( SELECT (NULLIF(current_setting('app.store_ids'::text, true), ''::text))::text[] AS "nullif")::text[])) OR ((to_store)::text = ANY (( SELECT (NULLIF(current_setting('app.store_ids'::text, true), ''::text))::text[] AS "nullif")::text[]))) AND ( SELECT (COALESCE(current_setting('app.supplier_ids'::text, true), ''::text) = ''::text))));
CREATE INDEX actions_by_batch ON actions.actions USING btree (org_id, from_store, sku_id, batch_id);
CREATE UNIQUE INDEX actions_one_open ON actions.actions USING btree (org_id, from_store, sku_id, batch_id, action_type, COALESCE(to_store, ''::character varying)) WHERE ((status)::text = 'PROPOSED'::text);
CREATE INDEX actions_open ON actions.actions USING btree (org_id, status, expected_savings DESC, action_id);

create table expiry.batch_risk (
  org_id uuid not null,
  snapshot_date date not null,
  store_id character varying(50) not null,
  sku_id character varying(100) not null,
  batch_id character varying(100) not null,
  expiry_date date not null,
  on_hand_qty integer not null,
  days_to_expiry integer not null,
  expected_sales_to_expiry numeric(14,2) not null,
  at_risk_units numeric(14,2) not null,
  at_risk_units_low numeric(14,2) not null,
  at_risk_units_high numeric(14,2) not null,
  unit_cost numeric(12,4) not null,
  unit_cost_source text not null,
  at_risk_value numeric(14,2) not null,
  p_waste numeric(6,5) not null,
  risk_score integer not null,
  scoring_source text not null default 'projection'::text,
  rule_version integer not null,
  forecast_run_id uuid,
  constraint batch_risk_pkey PRIMARY KEY (org_id, snapshot_date, store_id, sku_id, batch_id),
  constraint batch_risk_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint batch_risk_org_id_sku_id_fkey FOREIGN KEY (org_id, sku_id) REFERENCES catalog.items(org_id, sku_id),
  constraint batch_risk_org_id_store_id_fkey FOREIGN KEY (org_id, store_id) REFERENCES catalog.locations(org_id, store_id),
  constraint batch_risk_at_risk_units_check CHECK (at_risk_units >= 0::numeric),
  constraint batch_risk_check CHECK (at_risk_units <= on_hand_qty::numeric),
  constraint batch_risk_expected_sales_to_expiry_check CHECK (expected_sales_to_expiry >= 0::numeric),
  constraint batch_risk_p_waste_check CHECK (p_waste >= 0::numeric AND p_waste <= 1::numeric),
  constraint batch_risk_risk_score_check CHECK (risk_score >= 0 AND risk_score <= 100),
  constraint batch_risk_scoring_source_check CHECK (scoring_source = ANY (ARRAY['projection'::text, 'rules'::text, 'model'::text])),
  constraint batch_risk_unit_cost_source_check CHECK (unit_cost_source = ANY (ARRAY['batch'::text, 'latest'::text, 'mrp'::text, 'none'::text]))
);
alter table expiry.batch_risk force row level security;
create policy organization on expiry.batch_risk for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
create policy rows_of_caller on expiry.batch_risk for all using ((((store_id)::text = ANY (( SELECT (NULLIF(current_setting('app.store_ids'::text, true), ''::text))::text[] AS "nullif")::text[])) AND ( SELECT (COALESCE(current_setting('app.supplier_ids'::text, true), ''::text) = ''::text))));
CREATE INDEX batch_risk_by_score ON expiry.batch_risk USING btree (org_id, snapshot_date, risk_score DESC, at_risk_value DESC);

create table expiry.rule_sets (
  org_id uuid not null,
  version integer not null,
  rules jsonb not null,
  created_at timestamp with time zone not null default now(),
  created_by uuid,
  constraint rule_sets_pkey PRIMARY KEY (org_id, version),
  constraint rule_sets_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint rule_sets_version_check CHECK (version > 0)
);
alter table expiry.rule_sets force row level security;
create policy organization on expiry.rule_sets for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

create table expiry.skipped_batches (
  org_id uuid not null,
  snapshot_date date not null,
  store_id character varying(50) not null,
  sku_id character varying(100) not null,
  reason text not null,
  constraint skipped_batches_pkey PRIMARY KEY (org_id, snapshot_date, store_id, sku_id),
  constraint skipped_batches_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id)
);
alter table expiry.skipped_batches force row level security;
create policy organization on expiry.skipped_batches for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
create policy rows_of_caller on expiry.skipped_batches for all using ((((store_id)::text = ANY (( SELECT (NULLIF(current_setting('app.store_ids'::text, true), ''::text))::text[] AS "nullif")::text[])) AND ( SELECT (COALESCE(current_setting('app.supplier_ids'::text, true), ''::text) = ''::text))));

create table analytics.kpi_snapshots (
  org_id uuid not null,
  snapshot_date date not null,
  figures jsonb not null,
  made_at timestamp with time zone not null default now(),
  constraint kpi_snapshots_pkey PRIMARY KEY (org_id, snapshot_date),
  constraint kpi_snapshots_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id)
);
alter table analytics.kpi_snapshots force row level security;
create policy organization on analytics.kpi_snapshots for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
create policy rows_of_caller on analytics.kpi_snapshots for all using (false);

create table ingest.findings (
  org_id uuid not null,
  upload_id uuid not null,
  finding_no integer not null,
  row_no bigint,
  column_name text,
  code text not null,
  severity text not null,
  message text not null,
  hint text,
  value text,
  constraint findings_pkey PRIMARY KEY (org_id, upload_id, finding_no),
  constraint findings_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint findings_org_id_upload_id_fkey FOREIGN KEY (org_id, upload_id) REFERENCES ingest.raw_uploads(org_id, upload_id),
  constraint findings_severity_check CHECK (severity = ANY (ARRAY['error'::text, 'warning'::text]))
);
alter table ingest.findings force row level security;
create policy organization on ingest.findings for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));

create table ingest.raw_uploads (
  org_id uuid not null,
  upload_id uuid not null default gen_random_uuid(),
  uploaded_at timestamp with time zone not null default now(),
  uploaded_by uuid,
  file_name character varying(255) not null,
  file_type character varying(50) not null,
  file_format character varying(10),
  status character varying(50) not null default 'received'::character varying,
  size_bytes bigint not null default 0,
  checksum text,
  storage_key text,
  rows_total bigint not null default 0,
  rows_accepted bigint not null default 0,
  rows_rejected bigint not null default 0,
  rows_new bigint not null default 0,
  rows_changed bigint not null default 0,
  rows_same bigint not null default 0,
  mapping jsonb,
  report jsonb,
  error jsonb,
  run_id uuid,
  completed_at timestamp with time zone,
  constraint raw_uploads_pkey PRIMARY KEY (org_id, upload_id),
  constraint raw_uploads_org_id_fkey FOREIGN KEY (org_id) REFERENCES platform.organizations(org_id),
  constraint raw_uploads_file_format_check CHECK (file_format::text = ANY (ARRAY['csv'::character varying, 'xlsx'::character varying]::text[])),
  constraint raw_uploads_status_check CHECK (status::text = ANY (ARRAY['received'::character varying, 'processing'::character varying, 'completed'::character varying, 'rejected'::character varying, 'failed'::character varying]::text[]))
);
alter table ingest.raw_uploads force row level security;
create policy organization on ingest.raw_uploads for all using ((org_id = (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid));
CREATE INDEX raw_uploads_recent ON ingest.raw_uploads USING btree (org_id, uploaded_at DESC);

CREATE OR REPLACE FUNCTION platform.current_org()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('app.org_id', true), '')::uuid $function$;

CREATE OR REPLACE PROCEDURE platform.isolate(IN target regclass)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy organization on %s using (org_id = nullif(current_setting(''app.org_id'', true), '''')::uuid)',
    target
  );
end
$procedure$;

CREATE OR REPLACE PROCEDURE platform.limit_rows(IN target regclass, IN of_caller text)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('create policy rows_of_caller on %s as restrictive to granary_limited using (%s)', target, of_caller);
end
$procedure$;

CREATE OR REPLACE PROCEDURE platform.limit_to_either_end(IN target regclass)
 LANGUAGE sql
AS $procedure$
  call platform.limit_rows(target, $policy$
    (from_store = any ((select nullif(current_setting('app.store_ids', true), '')::text[])::text[])
     or to_store = any ((select nullif(current_setting('app.store_ids', true), '')::text[])::text[]))
    and (select coalesce(current_setting('app.supplier_ids', true), '') = '') $policy$)
$procedure$;

CREATE OR REPLACE PROCEDURE platform.limit_to_locations(IN target regclass)
 LANGUAGE sql
AS $procedure$
  call platform.limit_rows(target, $policy$
    store_id = any ((select nullif(current_setting('app.store_ids', true), '')::text[])::text[])
    and (select coalesce(current_setting('app.supplier_ids', true), '') = '') $policy$)
$procedure$;

CREATE OR REPLACE PROCEDURE identity.add_built_in_roles(IN organization uuid)
 LANGUAGE sql
AS $procedure$
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
$procedure$;

CREATE OR REPLACE FUNCTION identity.append_audit(org uuid, told jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION identity.audit_field(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select coalesce(octet_length(convert_to(value, 'UTF8')) || ':' || value || ',', '-,') $function$;

CREATE OR REPLACE FUNCTION identity.audit_hash(entry identity.audit_entries)
 RETURNS bytea
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION identity.erase_from_trail(org uuid, persons uuid[])
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION identity.keep_personal(org uuid, person uuid, word text)
 RETURNS bytea
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION identity.machine_token_of(organization uuid, secret_hash text, at timestamp with time zone)
 RETURNS TABLE(token_id uuid, state text, user_id uuid, name text, scopes text[], role text, permissions text[], is_limited_to_locations boolean, is_limited_to_suppliers boolean, store_ids text[], supplier_ids text[], approval_limit double precision)
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION identity.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin raise exception 'the audit trail is append-only'; end $function$;

CREATE OR REPLACE FUNCTION identity.refuse_head_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'UPDATE' then
    if new.org_id = old.org_id and new.audit_id > old.audit_id then return new; end if;
  end if;
  raise exception 'the head of the audit trail only moves forward';
end
$function$;

CREATE OR REPLACE FUNCTION identity.session_of(organization uuid, session uuid, secret_hash text, at timestamp with time zone, idle_seconds double precision, is_activity boolean)
 RETURNS TABLE(session_id uuid, kind text, state text, end_reason text, user_id uuid, name text, role text, permissions text[], is_limited_to_locations boolean, is_limited_to_suppliers boolean, store_ids text[], supplier_ids text[], approval_limit double precision)
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION identity.set_apart(org uuid, person uuid, fields jsonb, told jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION catalog.count_version()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$ begin
  new.version := old.version + 1;
  return new;
end $function$;

CREATE OR REPLACE PROCEDURE catalog.refer_to_catalog(IN target regclass)
 LANGUAGE plpgsql
AS $procedure$
begin
  execute format('create trigger known_on_insert after insert on %s referencing new table as added
                  for each statement execute function catalog.require_known_series()', target);
  execute format('create trigger known_on_update after update on %s referencing new table as added
                  for each statement execute function catalog.require_known_series()', target);
end
$procedure$;

CREATE OR REPLACE FUNCTION catalog.refuse_if_used()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  is_used boolean;
begin
  if tg_table_name = 'items' then
    select exists (select from stock.inventory_batches b join gone g using (org_id, sku_id))
        or exists (select from stock.purchases p join gone g using (org_id, sku_id))
        or exists (select from demand.sales_daily s join gone g using (org_id, sku_id)) into is_used;
  else
    select exists (select from stock.inventory_batches b join gone g using (org_id, store_id))
        or exists (select from stock.purchases p join gone g using (org_id, store_id))
        or exists (select from demand.sales_daily s join gone g using (org_id, store_id)) into is_used;
  end if;
  if is_used then
    raise foreign_key_violation using message = format('%s with sales, stock or purchases cannot be deleted', tg_table_name);
  end if;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION catalog.require_known_series()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  unknown text;
begin
  -- Distinct codes first: the planner knows nothing of the size of `added` and
  -- would look each row up.
  select n.store_id into unknown from (select distinct org_id, store_id from added) n
    where not exists (select from catalog.locations l where l.org_id = n.org_id and l.store_id = n.store_id) limit 1;
  if found then
    raise foreign_key_violation using message = format('there is no location %s', unknown);
  end if;
  select n.sku_id into unknown from (select distinct org_id, sku_id from added) n
    where not exists (select from catalog.items i where i.org_id = n.org_id and i.sku_id = n.sku_id) limit 1;
  if found then
    raise foreign_key_violation using message = format('there is no item %s', unknown);
  end if;
  return null;
end
$function$;
