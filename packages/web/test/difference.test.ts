import { describe, expect, it } from 'vitest';
import { difference } from '../src/identity/audit/difference.ts';

describe('the difference a change made', () => {
  it('names the fields that changed and leaves out those that did not', () => {
    expect(difference({ name: 'Ana', role: 'viewer' }, { name: 'Ana', role: 'planner' })).toEqual([
      { field: 'role', kind: 'changed', before: 'viewer', after: 'planner' },
    ]);
  });

  it('shows everything of a new thing as added, and of a removed one as removed', () => {
    expect(difference(null, { name: 'Ana' })).toEqual([
      { field: 'name', kind: 'added', before: '', after: 'Ana' },
    ]);
    expect(difference({ name: 'Ana' }, null)).toEqual([
      { field: 'name', kind: 'removed', before: 'Ana', after: '' },
    ]);
  });

  it('tells of a list only what came and what went', () => {
    expect(difference({ store_ids: ['A', 'B'] }, { store_ids: ['B', 'C'] })).toEqual([
      { field: 'store ids', kind: 'changed', before: 'A', after: 'C' },
    ]);
    expect(difference({ store_ids: ['A', 'B'] }, { store_ids: ['B', 'A'] })).toEqual([]);
  });

  it('reaches into nested fields by their path', () => {
    expect(difference({ limits: { approval: 100 } }, { limits: { approval: null } })).toEqual([
      { field: 'limits · approval', kind: 'removed', before: '100', after: '' },
    ]);
  });

  it('leaves out what was nothing and is nothing', () => {
    expect(difference(null, { email: 'ana@grocer.example', limit: null, store_ids: [] })).toMatchObject([
      { field: 'email' },
    ]);
  });

  it('tells false and zero from nothing', () => {
    expect(difference({ demo: true, limit: null }, { demo: false, limit: 0 })).toEqual([
      { field: 'demo', kind: 'changed', before: 'yes', after: 'no' },
      { field: 'limit', kind: 'added', before: '', after: '0' },
    ]);
  });
});
