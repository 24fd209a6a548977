-- A column about people that came beside the inventory of personal data (0016).

comment on column identity.blocked_addresses.address is 'personal: network address of an attacker';
