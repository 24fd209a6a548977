-- Addresses from which an attack came, refused for a while. They belong to no
-- organization: a stranger is met before anybody knows whom the request is for.

create table identity.blocked_addresses (
  address        text primary key check (length(address) between 1 and 100),
  reason         text not null,
  times          integer not null default 1,
  blocked_at     timestamptz not null,
  blocked_until  timestamptz not null
);
comment on table identity.blocked_addresses is
  'Not isolated by row: network addresses of attackers, which are refused before an organization is known.';
comment on column identity.blocked_addresses.times is
  'Blocks in a row, each within a day of the one before; each is twice as long as the last.';
