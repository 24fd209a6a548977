import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addArc, createFlowNetwork, type FlowNetwork, minimiseFlowCost } from './minimum-cost-flow.ts';

interface Arc {
  from: number;
  to: number;
  capacity: number;
  cost: number;
}

/** Node 0 is the origin, the last node the sink. */
function build(nodes: number, arcs: Arc[]): { network: FlowNetwork; numbers: number[] } {
  const network = createFlowNetwork({ nodes, maxArcs: arcs.length });
  return { network, numbers: arcs.map((arc) => addArc(network, arc)) };
}

/** The flow on each arc. */
function flows(nodes: number, arcs: Arc[]): number[] {
  const { network, numbers } = build(nodes, arcs);
  minimiseFlowCost(network, { origin: 0, sink: nodes - 1 });
  return numbers.map((arc) => network.residual[arc ^ 1]!);
}

const costOf = (arcs: Arc[], units: number[]) =>
  arcs.reduce((sum, { cost }, index) => sum + cost * units[index]!, 0);

/** The lowest cost of all whole flows that neither arise nor vanish on the way. */
function byEnumeration(nodes: number, arcs: Arc[]): number {
  let best = 0;
  const visit = (units: number[]) => {
    if (units.length < arcs.length) {
      for (let more = 0; more <= arcs[units.length]!.capacity; more++) visit([...units, more]);
      return;
    }
    const balance = new Array<number>(nodes).fill(0);
    arcs.forEach(({ from, to }, index) => {
      balance[from]! -= units[index]!;
      balance[to]! += units[index]!;
    });
    if (balance.slice(1, -1).every((each) => each === 0)) best = Math.min(best, costOf(arcs, units));
  };
  visit([]);
  return best;
}

describe('the cheapest flow', () => {
  it('numbers arcs in pairs with their reverses', () => {
    const { network, numbers } = build(3, [
      { from: 0, to: 1, capacity: 5, cost: 2 },
      { from: 1, to: 2, capacity: 4, cost: -3 },
    ]);
    expect(numbers).toEqual([0, 2]);
    expect(network.arcs).toBe(4);
    expect([...network.head]).toEqual([1, 0, 2, 1]);
    expect([...network.cost]).toEqual([2, -2, -3, 3]);
    expect([...network.residual]).toEqual([5, 0, 4, 0]);
    expect(network.firstArc[1]).toBe(2);
    expect(network.nextArc[2]).toBe(1);
  });

  it('fills the cheapest path to its narrowest arc and leaves what gains nothing', () => {
    const arcs = [
      { from: 0, to: 1, capacity: 5, cost: 1 },
      { from: 1, to: 2, capacity: 3, cost: -4 },
      { from: 1, to: 2, capacity: 3, cost: -1 },
    ];
    expect(flows(3, arcs)).toEqual([3, 3, 0]);
  });

  it('takes a flow back to make way for a better one', () => {
    // First 0 → 1 → 3 at −9; then 2 takes node 3 and 1 goes on to 4: −8 − 6.
    const arcs = [
      { from: 0, to: 1, capacity: 1, cost: 0 },
      { from: 0, to: 2, capacity: 1, cost: 0 },
      { from: 1, to: 3, capacity: 1, cost: -9 },
      { from: 2, to: 3, capacity: 1, cost: -6 },
      { from: 1, to: 4, capacity: 1, cost: -8 },
      { from: 3, to: 5, capacity: 1, cost: 0 },
      { from: 4, to: 5, capacity: 1, cost: 0 },
    ];
    expect(flows(6, arcs)).toEqual([1, 1, 0, 1, 1, 1, 1]);
  });

  it('sends nothing where there is no path, and nothing at no gain', () => {
    expect(flows(3, [{ from: 0, to: 1, capacity: 5, cost: -1 }])).toEqual([0]);
    expect(flows(2, [{ from: 0, to: 1, capacity: 5, cost: 0 }])).toEqual([0]);
    expect(flows(2, [{ from: 0, to: 1, capacity: 5, cost: 1 }])).toEqual([0]);
    expect(flows(2, [])).toEqual([]);
  });

  it('takes 0.3 − 0.1 − 0.2 for nothing, but keeps small amounts beside large ones', () => {
    const arcs = [
      { from: 0, to: 1, capacity: 0.1, cost: 0 },
      { from: 0, to: 1, capacity: 0.2, cost: 0 },
      { from: 1, to: 2, capacity: 0.3, cost: -2 },
      { from: 1, to: 2, capacity: 5, cost: -1 },
    ];
    expect(flows(3, arcs)[3]).toBe(0);
    const small = [
      { from: 0, to: 1, capacity: 1e6, cost: -1 },
      { from: 0, to: 1, capacity: 1e-5, cost: -2 },
    ];
    expect(flows(2, small)).toEqual([1e6, 1e-5]);
  });

  it('leaves no crumb in either direction of an arc, and exact amounts where nothing is fractional', () => {
    const { network } = build(3, [
      { from: 0, to: 1, capacity: 0.1, cost: 0 },
      { from: 0, to: 1, capacity: 0.2, cost: 0 },
      { from: 1, to: 2, capacity: 0.3, cost: -2 },
    ]);
    minimiseFlowCost(network, { origin: 0, sink: 2 });
    // 0.3 − 0.1 − 0.2 is 2.8e-17 in binary: neither the source nor the last arc has room left.
    expect([...network.residual].filter((room) => room > 0 && room < 0.05)).toEqual([]);
    // Whole units may differ by more than 1e12 times.
    const whole = [
      { from: 0, to: 1, capacity: 4e15, cost: -1 },
      { from: 0, to: 1, capacity: 1, cost: -2 },
    ];
    expect(flows(2, whole)).toEqual([4e15, 1]);
    const unlimited = [
      { from: 0, to: 1, capacity: 4e15, cost: 0 },
      { from: 1, to: 2, capacity: Number.POSITIVE_INFINITY, cost: -1 },
      { from: 0, to: 1, capacity: 1, cost: -1 },
    ];
    expect(flows(3, unlimited)[2]).toBe(1);
  });

  it('measures crumbs by what may flow, not by a capacity that stands for no limit', () => {
    const arcs = [
      { from: 0, to: 1, capacity: 0.5, cost: 0 },
      { from: 1, to: 2, capacity: 1e15, cost: -1 },
    ];
    expect(flows(3, arcs)[0]).toBe(0.5);
  });

  it('costs what the best of all flows costs, in whole units, in any small network without cycles', () => {
    const arc = fc
      .tuple(fc.nat(3), fc.integer({ min: 1, max: 4 }), fc.nat(2), fc.integer({ min: -5, max: 5 }))
      .map(([from, further, capacity, cost]) => ({
        from,
        to: Math.min(4, from + further),
        capacity,
        cost,
      }));
    fc.assert(
      fc.property(fc.array(arc, { maxLength: 7 }), (arcs) => {
        const units = flows(5, arcs);
        expect(units.every((each, index) => Number.isInteger(each) && each <= arcs[index]!.capacity)).toBe(
          true,
        );
        expect(costOf(arcs, units)).toBe(byEnumeration(5, arcs));
      }),
      { numRuns: 300 },
    );
  });
});
