import type { Me } from '@granary/client';
import { describe, expect, it } from 'vitest';
import { whyNotComplete, whyNotDecide } from '../src/actions/allowed.ts';

const planner = person('planner', ['actions.read', 'actions.approve', 'actions.complete']);
const viewer = person('viewer', ['actions.read']);
const open = { status: 'PROPOSED', decided_by_name: null } as const;
const approved = { status: 'APPROVED', decided_by_name: 'Ana' } as const;
const rejected = { status: 'REJECTED', decided_by_name: 'Ana' } as const;
const done = { status: 'DONE', decided_by_name: 'Ana' } as const;

describe('deciding', () => {
  it('is allowed on an open proposal to those who may approve', () => {
    expect(whyNotDecide(planner, open)).toBeNull();
  });

  it('names the permission a viewer lacks and who can grant it', () => {
    expect(whyNotDecide(viewer, open)).toBe(
      'Your role (viewer) may not approve or reject proposals. An administrator can grant the permission actions.approve.',
    );
  });

  it('says who decided already', () => {
    expect(whyNotDecide(planner, approved)).toBe('Already approved by Ana.');
    expect(whyNotDecide(planner, rejected)).toBe('Already rejected by Ana.');
  });
});

describe('recording an outcome', () => {
  it('follows an approval', () => {
    expect(whyNotComplete(planner, approved)).toBeNull();
    expect(whyNotComplete(planner, open)).toBe('It has to be approved first.');
  });

  it('happens once, and not for what was rejected', () => {
    expect(whyNotComplete(planner, done)).toBe('Already done, and its outcome is recorded.');
    expect(whyNotComplete(planner, rejected)).toBe('Already rejected by Ana.');
  });

  it('needs its own permission', () => {
    expect(whyNotComplete(viewer, approved)).toContain('actions.complete');
  });
});

function person(role: 'planner' | 'viewer', permissions: string[]): Me {
  return {
    user_id: '00000000-0000-4000-8000-000000000001',
    name: 'Ana',
    email: null,
    role,
    has_password: true,
    permissions,
    store_ids: null,
    supplier_ids: null,
    approval_limit: null,
    viewing_as: null,
    organization: {
      org_id: '00000000-0000-4000-8000-000000000002',
      name: 'Grocer',
      currency: 'EUR',
      locale: 'en-GB',
      time_zone: 'UTC',
      is_demo: false,
    },
    data: { snapshot_date: null, sales_until: null, stores_missing: [] },
  };
}
