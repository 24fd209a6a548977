import type { PersonalTable } from '../../platform/personal-data/personal-table.ts';

/** What identity holds about people; each capability declares its own beside its tables. */
export const identityPersonalData: readonly PersonalTable[] = [
  {
    table: 'identity.users',
    person: { userId: 'user_id' },
    purpose: 'to know who signs in, and to name who did something',
    kept: 'until the person is erased',
    columns: {
      user_id: { what: 'the id by which other tables name them', onErasure: 'kept' },
      name: { what: 'name', onErasure: 'pseudonym' },
      email: { what: 'e-mail address', onErasure: 'removed' },
      password_hash: { what: 'hash of the password', onErasure: 'removed', secret: true },
    },
  },
  {
    table: 'identity.sign_in_names',
    person: { userId: 'user_id' },
    purpose: 'leads from an e-mail address to its organization',
    kept: 'until the address changes or the person is erased',
    columns: {
      email: { what: 'e-mail address', onErasure: 'row removed' },
      user_id: { what: 'whose address it is', onErasure: 'row removed' },
    },
  },
  {
    table: 'identity.sessions',
    person: { userId: 'user_id' },
    purpose: 'to keep somebody signed in, and to show them where they are',
    kept: 'GRANARY_KEEP_SESSIONS_DAYS after its end',
    columns: {
      user_id: { what: 'whose session it is', onErasure: 'row removed' },
      address: { what: 'network address of who signed in', onErasure: 'row removed' },
      user_agent: { what: 'the browser or program that signed in', onErasure: 'row removed' },
      token_hash: { what: 'hash of its secret', onErasure: 'row removed', secret: true },
    },
  },
  {
    table: 'identity.sign_in_links',
    person: { userId: 'user_id' },
    purpose: 'to sign the owner in once',
    kept: 'GRANARY_KEEP_SESSIONS_DAYS after its end',
    columns: {
      user_id: { what: 'whom the link signs in', onErasure: 'row removed' },
      token_hash: { what: 'hash of its secret', onErasure: 'row removed', secret: true },
    },
  },
  {
    table: 'identity.password_resets',
    person: { userId: 'user_id' },
    purpose: 'to let somebody choose a new password',
    kept: 'a day after its end',
    columns: {
      user_id: { what: 'whose password may be reset', onErasure: 'row removed' },
      token_hash: { what: 'hash of its secret', onErasure: 'row removed', secret: true },
    },
  },
  {
    table: 'identity.sign_in_challenges',
    person: { userId: 'user_id' },
    purpose: 'to wait for the second factor',
    kept: 'a day after its end',
    columns: {
      user_id: { what: 'who is signing in', onErasure: 'row removed' },
      token_hash: { what: 'hash of its secret', onErasure: 'row removed', secret: true },
    },
  },
  {
    table: 'identity.recovery_codes',
    person: { userId: 'user_id' },
    purpose: 'to let somebody in who lost their phone',
    kept: 'until they are renewed',
    columns: {
      user_id: { what: 'whose recovery code it is', onErasure: 'row removed' },
    },
  },
  {
    table: 'identity.second_factors',
    person: { userId: 'user_id' },
    purpose: 'to check the code of an authenticator',
    kept: 'until it is removed',
    columns: {
      user_id: { what: 'whose second factor it is', onErasure: 'row removed' },
      encrypted_secret: { what: 'the shared secret, encrypted', onErasure: 'row removed', secret: true },
    },
  },
  {
    table: 'identity.machine_tokens',
    person: { userId: 'user_id' },
    purpose: 'to let programs act for somebody',
    kept: 'until the person is erased',
    columns: {
      user_id: { what: 'who made it, and whose rights bound it', onErasure: 'row removed' },
      name: { what: 'what its maker called it', onErasure: 'row removed' },
      token_hash: { what: 'hash of its secret', onErasure: 'row removed', secret: true },
    },
  },
  {
    table: 'identity.invitations',
    person: { userId: 'user_id' },
    purpose: 'to let somebody in who was invited',
    kept: 'GRANARY_KEEP_INVITATIONS_DAYS after its end',
    columns: {
      email: { what: 'e-mail address of who is invited', onErasure: 'row removed' },
      name: { what: 'name of who is invited', onErasure: 'row removed' },
      user_id: { what: 'who came of it', onErasure: 'row removed' },
      token_hash: { what: 'hash of its secret', onErasure: 'row removed', secret: true },
    },
  },
  {
    table: 'identity.invitations',
    person: { email: 'email' },
    purpose: 'to let somebody in who was invited',
    kept: 'GRANARY_KEEP_INVITATIONS_DAYS after its end',
    columns: { email: { what: 'e-mail address of who is invited', onErasure: 'row removed' } },
  },
  {
    table: 'identity.invitations',
    person: { userId: 'invited_by' },
    purpose: 'to show who invited',
    kept: 'GRANARY_KEEP_INVITATIONS_DAYS after its end',
    columns: {
      invited_by: { what: 'who invited', onErasure: 'kept' },
      invited_by_name: { what: 'name of who invited', onErasure: 'pseudonym' },
    },
  },
  {
    table: 'identity.security_events',
    person: { userId: 'user_id' },
    purpose: 'to see attacks on the sign-in and misuse of rights',
    kept: 'GRANARY_KEEP_SECURITY_EVENTS_DAYS',
    columns: {
      user_id: { what: 'whom it concerns', onErasure: 'kept' },
      address: { what: 'network address of the request', onErasure: 'removed' },
      user_agent: { what: 'the browser or program that asked', onErasure: 'removed' },
    },
  },
  {
    table: 'identity.security_events',
    person: { userId: 'actor_id' },
    purpose: 'to see misuse of rights over others',
    kept: 'GRANARY_KEEP_SECURITY_EVENTS_DAYS',
    columns: {
      actor_id: { what: 'who did it', onErasure: 'kept' },
      address: { what: 'network address of the request', onErasure: 'removed' },
      user_agent: { what: 'the browser or program that asked', onErasure: 'removed' },
    },
  },
  {
    table: 'identity.audit_entries',
    person: { userId: 'actor_id' },
    purpose: 'to prove who changed what',
    kept: 'as long as the organization: a trail with gaps proves nothing',
    columns: { actor_id: { what: 'who did it', onErasure: 'kept' } },
  },
  {
    table: 'identity.blocked_addresses',
    person: 'nobody',
    purpose: 'to refuse who attacks',
    kept: 'two days after the block ends',
    columns: { address: { what: 'network address of an attacker', onErasure: 'kept' } },
  },
];

/**
 * The trail's names and addresses, which are erased with the chain's end
 * locked (`eraseStatement`) and not by the rule of the other tables.
 */
export const trailPersonalData: readonly PersonalTable[] = [
  {
    table: 'identity.audit_personal',
    person: { userId: 'person_id' },
    purpose: 'to name people in the trail; the chain holds a digest of each value',
    kept: 'until the person is erased',
    columns: {
      person_id: { what: 'whom the value names', onErasure: 'row removed' },
      value: { what: 'name, e-mail address, network address or browser', onErasure: 'row removed' },
    },
  },
  {
    table: 'identity.audit_people',
    person: { userId: 'person_id' },
    purpose: 'holds the salt of those digests',
    kept: 'the salt until the person is erased',
    columns: {
      person_id: { what: 'whom the trail has to know', onErasure: 'kept' },
      salt: { what: 'salt of the digests', onErasure: 'removed', secret: true },
    },
  },
];
