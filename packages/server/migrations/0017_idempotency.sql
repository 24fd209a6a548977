-- Keys belong to the caller and the route they were sent to, and the reply is
-- kept as it was written, byte for byte. has_effect is set by the transaction
-- of the change itself: a process that dies between the change and its reply
-- leaves a key that cannot be used again.

drop table platform.idempotency_keys;

create table platform.idempotency_keys (
  org_id        uuid not null references platform.organizations,
  user_id       uuid not null,
  route         text not null,
  key           text not null,
  request_hash  text not null,
  has_effect    boolean not null default false,
  status        integer,
  headers       jsonb,
  body          text,
  created_at    timestamptz not null default now(),
  primary key (org_id, user_id, route, key)
);
comment on column platform.idempotency_keys.status is
  'null while the request is under way; 0 when it has ended with a reply that holds a secret and is not kept';
create index idempotency_keys_by_age on platform.idempotency_keys (org_id, created_at);
call platform.isolate('platform.idempotency_keys');
comment on column platform.idempotency_keys.body is 'personal: the reply, which may name somebody';
comment on column platform.idempotency_keys.user_id is 'personal: who sent it';
