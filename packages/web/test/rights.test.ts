import type { Me } from '@granary/client';
import { describe, expect, it } from 'vitest';
import { firstPlace } from '../src/app/places.ts';
import {
  whyNotChangeMember,
  whyNotGiveRole,
  whyNotOwnAccount,
  whyNotToOneself,
} from '../src/identity/members/why-not.ts';
import { placesInWords } from '../src/identity/members/words.ts';
import { groupPermissions } from '../src/identity/permissions/permission-groups.ts';
import { whyNotChangeLimit, whyNotChangeRole, whyNotGrant } from '../src/identity/roles/why-not.ts';

const admin = person('admin', ['identity.read', 'identity.manage', 'identity.roles', 'actions.read']);
const viewer = person('viewer', ['actions.read']);

function person(role: string, permissions: string[]): Me {
  return { user_id: `the ${role}`, role, permissions } as Me;
}

describe('giving a role', () => {
  const planner = { role_id: 'planner', permissions: ['actions.read'] };

  it('is allowed up to what one holds oneself', () => {
    expect(whyNotGiveRole(admin, planner)).toBeNull();
  });

  it('names what the role may do beyond that', () => {
    const beyond = { ...planner, permissions: ['actions.read', 'audit.read'] };
    expect(whyNotGiveRole(admin, beyond)).toBe('It may do what you may not: audit.read.');
  });

  it('counts the rest where there is much of it', () => {
    const beyond = { ...planner, permissions: ['a.a', 'b.b', 'c.c', 'd.d', 'e.e'] };
    expect(whyNotGiveRole(admin, beyond)).toBe('It may do what you may not: a.a, b.b, c.c and 2 more.');
  });

  it('leaves owners to owners', () => {
    const owner = { role_id: 'owner', permissions: [] };
    expect(whyNotGiveRole(admin, owner)).toBe('Only an owner makes somebody an owner.');
    const holder = person('owner', ['identity.owners']);
    expect(whyNotGiveRole(holder, owner)).toBeNull();
  });
});

describe('changing a member', () => {
  const member = { user_id: 'somebody', name: 'Bea', role: 'planner' };
  const planner = { permissions: ['actions.read'] };

  it('is for those who may manage people, and says so to others', () => {
    expect(whyNotChangeMember(admin, member, planner)).toBeNull();
    expect(whyNotChangeMember(viewer, member, planner)).toMatch(/identity\.manage/);
  });

  it('keeps administrators from owners and from those who may do more', () => {
    expect(whyNotChangeMember(admin, { ...member, role: 'owner' }, planner)).toMatch(/identity\.owners/);
    expect(whyNotChangeMember(admin, member, { permissions: ['audit.read'] })).toBe(
      'Bea may do what you may not: audit.read.',
    );
  });

  it('keeps everybody from shutting themselves out', () => {
    expect(whyNotToOneself(admin, admin, 'deactivate')).toBe(
      'You cannot deactivate yourself; another administrator can.',
    );
    expect(whyNotToOneself(admin, member, 'deactivate')).toBeNull();
  });

  it('sends everybody to their profile for what opens their own account', () => {
    expect(whyNotOwnAccount(admin, admin)).toContain('asks for your password');
    expect(whyNotOwnAccount(admin, member)).toBeNull();
  });
});

describe('changing a role', () => {
  it('leaves built-in roles as they are', () => {
    expect(whyNotChangeRole(admin, { is_built_in: true, permissions: [] })).toMatch(/make a copy/);
    expect(whyNotChangeRole(admin, { is_built_in: false, permissions: ['actions.read'] })).toBeNull();
  });

  it('changes the limit of every role but the owners’', () => {
    expect(whyNotChangeLimit(admin, { role_id: 'planner', permissions: [] })).toBeNull();
    expect(whyNotChangeLimit(admin, { role_id: 'owner', permissions: [] })).toMatch(/any amount/);
  });

  it('grants nothing one does not hold', () => {
    const unlimited = { is_limited_to_locations: false, is_limited_to_suppliers: false };
    const permission = {
      permission: 'actions.read',
      is_owners_alone: false,
      for_locations: false,
      for_suppliers: false,
    };
    expect(whyNotGrant(admin, permission, unlimited)).toBeNull();
    const audit = { ...permission, permission: 'audit.read' };
    expect(whyNotGrant(admin, audit, unlimited)).toMatch(/You do not hold this permission/);
    const owners = { ...permission, is_owners_alone: true };
    expect(whyNotGrant(admin, owners, unlimited)).toBe('Owners alone hold this permission.');
    const limited = { ...unlimited, is_limited_to_locations: true };
    expect(whyNotGrant(admin, permission, limited)).toMatch(/reaches all locations/);
    expect(whyNotGrant(admin, { ...permission, for_locations: true }, limited)).toBeNull();
    expect(whyNotChangeRole(admin, { is_built_in: false, permissions: ['audit.read'] })).toMatch(
      /audit\.read/,
    );
  });
});

describe('what a person sees', () => {
  const stores = [{ store_id: 'S-01', name: 'Lyon 3' }];
  const everywhere = { is_limited_to_locations: false, is_limited_to_suppliers: false };

  it('is everything, or the locations and suppliers by name', () => {
    const rights = { store_ids: ['S-01', 'S-99'], supplier_ids: ['SUP-1'] };
    expect(placesInWords(rights, everywhere, stores)).toBe('everything');
    expect(placesInWords(rights, { ...everywhere, is_limited_to_locations: true }, stores)).toBe(
      'Lyon 3, S-99',
    );
    expect(placesInWords(rights, { ...everywhere, is_limited_to_suppliers: true }, stores)).toBe(
      'supplier SUP-1',
    );
  });

  it('is nothing while a limited person has been given no place', () => {
    const rights = { store_ids: [], supplier_ids: [] };
    expect(placesInWords(rights, { ...everywhere, is_limited_to_locations: true }, stores)).toBe(
      'no location yet',
    );
  });

  it('begins with the first page one may see, and with oneself where there is none', () => {
    expect(firstPlace(person('planner', ['actions.read', 'demand.read']))).toBe('/decisions');
    expect(firstPlace(person('buyer', ['demand.read']))).toBe('/forecasts');
    expect(firstPlace(person('auditor', ['audit.read']))).toBe('/audit');
    expect(firstPlace(person('nobody', []))).toBe('/account');
  });
});

describe('permissions in the role editor', () => {
  it('stand by what they are about, in the order of the daily work, seeing before doing', () => {
    const permissions = [
      'identity.roles',
      'actions.approve',
      'actions.read',
      'unheard.of',
      'expiry.read',
    ].map((permission) => ({
      permission,
      sentence: permission,
      is_owners_alone: false,
      for_locations: true,
      for_suppliers: true,
      built_in_roles: [],
      routes: [],
    }));
    const groups = groupPermissions(permissions).map(({ title, permissions: members }) => [
      title,
      ...members.map(({ permission }) => permission),
    ]);
    expect(groups).toEqual([
      ['Decisions', 'actions.read', 'actions.approve'],
      ['Expiry', 'expiry.read'],
      ['People and roles', 'identity.roles'],
      ['unheard', 'unheard.of'],
    ]);
  });
});
