import { describe, expect, it } from 'vitest';
import { hierarchyOf, sumUp } from './hierarchy.ts';

const LEAVES = [
  { id: 'milk/n', groups: { region: 'north', category: 'dairy' } },
  { id: 'milk/s', groups: { region: 'south', category: 'dairy' } },
  { id: 'bread/s', groups: { region: 'south', category: 'bakery' } },
];

describe('hierarchyOf', () => {
  it('sums leaves by crossing levels, in the order of the levels', () => {
    const hierarchy = hierarchyOf({
      leaves: LEAVES,
      levels: [['region'], ['category'], ['region', 'category']],
    });
    expect(hierarchy.nodes.map((node) => `${node.level}: ${node.id}`)).toEqual([
      'total: total',
      'region: region=north',
      'region: region=south',
      'category: category=dairy',
      'category: category=bakery',
      'region × category: region=north, category=dairy',
      'region × category: region=south, category=dairy',
      'region × category: region=south, category=bakery',
      'leaf: milk/n',
      'leaf: milk/s',
      'leaf: bread/s',
    ]);
    expect(Array.from(sumUp(hierarchy, Float64Array.of(1, 10, 100)))).toEqual([
      111, 1, 110, 11, 100, 1, 10, 100, 1, 10, 100,
    ]);
  });

  it('refuses no leaf, but takes one', () => {
    expect(() => hierarchyOf({ leaves: [], levels: [] })).toThrow(
      'leaves is empty; a hierarchy needs at least one leaf',
    );
    expect(hierarchyOf({ leaves: [{ id: 'a' }], levels: [] }).nodes).toHaveLength(2);
  });

  it('refuses an id twice, and a leaf without an attribute of a level', () => {
    expect(() => hierarchyOf({ leaves: [{ id: 'a' }, { id: 'a' }], levels: [] })).toThrow(
      "leaf 'a' occurs twice; ids must differ",
    );
    expect(() => hierarchyOf({ leaves: [{ id: 'a' }], levels: [['region']] })).toThrow(
      "leaf 'a' has no region; every leaf needs each attribute of the levels",
    );
    expect(() => hierarchyOf({ leaves: LEAVES, levels: [[]] })).toThrow(
      'levels has an empty list; name at least one attribute',
    );
    expect(hierarchyOf({ leaves: LEAVES, levels: [['region']] }).sumCount).toBe(3);
  });
});
