import { describe, expect, it } from 'vitest';
import { optimalServiceTimes } from './optimal-service-times.ts';
import { serviceTimeCost } from './service-time-plan.ts';
import type { ServiceStage, ServiceTree } from './service-tree.ts';

const stage = (id: string | number, more: Partial<ServiceStage> = {}): ServiceStage => ({
  id,
  processingTime: 4,
  holdingCost: 2,
  safetyFactor: 1.5,
  ...more,
});
const pair: ServiceTree = {
  stages: [stage('plant', { externalInboundServiceTime: 5 }), stage('shop', { demandStandardDeviation: 10 })],
  arcs: [['plant', 'shop']],
};

describe('the cost of service times', () => {
  it('is h z σ √(SI + T − S), summed over the stages', () => {
    const plan = serviceTimeCost({ ...pair, outboundServiceTimes: [5, 0] });
    // plant: 5 + 4 − 5 = 4 periods; shop: 5 + 4 − 0 = 9 periods
    expect(plan.stages).toEqual([
      {
        id: 'plant',
        inboundServiceTime: 5,
        outboundServiceTime: 5,
        netReplenishmentTime: 4,
        demandStandardDeviation: 10,
        safetyStock: 30,
        cost: 60,
      },
      {
        id: 'shop',
        inboundServiceTime: 5,
        outboundServiceTime: 0,
        netReplenishmentTime: 9,
        demandStandardDeviation: 10,
        safetyStock: 45,
        cost: 90,
      },
    ]);
    expect(plan.cost).toBe(150);
  });

  it('pools demand of all stages served, near and far, by the sum of variances', () => {
    const plan = serviceTimeCost({
      stages: [
        stage('plant', { demandStandardDeviation: 2 }),
        stage('centre'),
        stage('north', { demandStandardDeviation: 3 }),
        stage('south', { demandStandardDeviation: 6 }),
      ],
      arcs: [
        ['centre', 'north'],
        ['plant', 'centre'],
        ['centre', 'south'],
      ],
      outboundServiceTimes: [0, 0, 0, 0],
    });
    const spreads = plan.stages.map((each) => each.demandStandardDeviation);
    [7, Math.sqrt(45), 3, 6].forEach((spread, index) => {
      expect(spreads[index]).toBeCloseTo(spread, 12);
    });
  });

  it('waits for the slowest of supplier and outside supplier', () => {
    const joined: ServiceTree = {
      stages: [stage('a'), stage('b'), stage('c', { externalInboundServiceTime: 2 })],
      arcs: [
        ['a', 'c'],
        ['b', 'c'],
      ],
    };
    const inbound = (times: number[]) =>
      serviceTimeCost({ ...joined, outboundServiceTimes: times }).stages[2]?.inboundServiceTime;
    expect(inbound([3, 4, 0])).toBe(4);
    expect(inbound([4, 1, 0])).toBe(4);
    expect(inbound([1, 0, 0])).toBe(2);
  });

  it.each([
    [[10, 0], [9, 0], 'outboundServiceTimes[0], of stage plant, is 10; it must lie between 0 and 9'],
    [[0, 5], [0, 4], 'outboundServiceTimes[1], of stage shop, is 5; it must lie between 0 and 4'],
    [
      [0, -1],
      [0, 0],
      'outboundServiceTimes[1], of stage shop, is -1; it must be a finite number, at least 0',
    ],
    [[0], [0, 0], 'outboundServiceTimes has 1 numbers; it must have one for each of the 2 stages'],
  ])('refuses the times %j and takes %j', (wrong, right, message) => {
    expect(() => serviceTimeCost({ ...pair, outboundServiceTimes: wrong })).toThrow(new RangeError(message));
    expect(serviceTimeCost({ ...pair, outboundServiceTimes: right }).cost).toBeGreaterThan(0);
  });

  it('refuses a cost beyond the range of numbers, and takes one within', () => {
    const dear = (holdingCost: number) => ({
      ...pair,
      stages: [{ ...pair.stages[0]!, holdingCost }, pair.stages[1]!],
      outboundServiceTimes: [0, 0],
    });
    expect(() => serviceTimeCost(dear(1.7e308))).toThrow(
      new RangeError('the cost of the plan is Infinity; it must be a finite number'),
    );
    expect(serviceTimeCost(dear(1e300)).cost).toBeGreaterThan(1e300);
  });

  it('refuses a longer wait than customers accept, and takes just that', () => {
    const stages = [pair.stages[0]!, { ...pair.stages[1]!, maxOutboundServiceTime: 3 }];
    expect(() => serviceTimeCost({ ...pair, stages, outboundServiceTimes: [0, 4] })).toThrow(
      new RangeError('outboundServiceTimes[1], of stage shop, is 4; it must lie between 0 and 3'),
    );
    expect(
      serviceTimeCost({ ...pair, stages, outboundServiceTimes: [0, 3] }).stages[1]?.netReplenishmentTime,
    ).toBe(1);
  });
});

describe('a tree of stages', () => {
  const four = [1, 2, 3, 4].map((id) => stage(id));

  it.each<[string, ServiceTree, ServiceTree, string]>([
    [
      'no stages',
      { stages: [], arcs: [] },
      { stages: [stage(1)], arcs: [] },
      'stages is empty; there must be at least one',
    ],
    [
      'two stages of one name',
      { stages: [stage('a'), stage('b'), stage('a')], arcs: [] },
      { stages: [stage(1), stage('1')], arcs: [[1, '1']] },
      'stages[2].id is a, as is that of stages[0]',
    ],
    [
      'an arc from nowhere',
      { stages: [stage(1), stage(2)], arcs: [[9, 2]] },
      { stages: [stage(1), stage(2)], arcs: [[1, 2]] },
      'arcs[0] starts at stage 9, which is not in stages',
    ],
    [
      'an arc to nowhere',
      { stages: [stage(1), stage(2)], arcs: [[1, '2']] },
      { stages: [stage(1), stage(2)], arcs: [[2, 1]] },
      'arcs[0] ends at stage 2, which is not in stages',
    ],
    [
      'an arc to itself',
      { stages: [stage(1), stage(2)], arcs: [[2, 2]] },
      { stages: [stage(1), stage(2)], arcs: [[1, 2]] },
      'arcs[0] leads from stage 2 to itself',
    ],
    [
      'a cycle along the arcs',
      {
        stages: four,
        arcs: [
          [1, 2],
          [2, 3],
          [3, 4],
          [4, 2],
        ],
      },
      {
        stages: four,
        arcs: [
          [1, 2],
          [2, 3],
          [3, 4],
        ],
      },
      'arcs[3] closes a cycle of stages 4, 3, 2; the arcs must form a tree, whatever their direction',
    ],
    [
      'two ways from one stage to another',
      {
        stages: four,
        arcs: [
          [1, 2],
          [1, 3],
          [2, 4],
          [3, 4],
        ],
      },
      {
        stages: four,
        arcs: [
          [1, 2],
          [1, 3],
          [2, 4],
        ],
      },
      'arcs[3] closes a cycle of stages 3, 1, 2, 4; the arcs must form a tree, whatever their direction',
    ],
    [
      'an arc given twice',
      {
        stages: four.slice(0, 2),
        arcs: [
          [1, 2],
          [1, 2],
        ],
      },
      { stages: four.slice(0, 2), arcs: [[1, 2]] },
      'arcs[1] closes a cycle of stages 1, 2; the arcs must form a tree, whatever their direction',
    ],
    [
      'two parts',
      {
        stages: four,
        arcs: [
          [1, 2],
          [3, 4],
        ],
      },
      {
        stages: four,
        arcs: [
          [1, 2],
          [3, 4],
          [4, 1],
        ],
      },
      'stage 3 is not connected with stage 1; the arcs must form one tree',
    ],
    [
      'half a period of processing',
      { stages: [stage(1, { processingTime: 0.5 })], arcs: [] },
      { stages: [stage(1, { processingTime: 0 })], arcs: [] },
      'processingTime of stage 1 is 0.5; it must be a whole number, at least 0',
    ],
    [
      'a negative outside service time',
      { stages: [stage(1, { externalInboundServiceTime: -1 })], arcs: [] },
      { stages: [stage(1, { externalInboundServiceTime: 0 })], arcs: [] },
      'externalInboundServiceTime of stage 1 is -1; it must be a whole number, at least 0',
    ],
    [
      'a wait accepted that is no number',
      { stages: [stage(1, { maxOutboundServiceTime: Number.NaN })], arcs: [] },
      { stages: [stage(1, { maxOutboundServiceTime: 0 })], arcs: [] },
      'maxOutboundServiceTime of stage 1 is NaN; it must be a whole number, at least 0',
    ],
    [
      'a negative holding cost',
      { stages: [stage(1, { holdingCost: -2 })], arcs: [] },
      { stages: [stage(1, { holdingCost: 0 })], arcs: [] },
      'holdingCost of stage 1 is -2; it must be a finite number, at least 0',
    ],
    [
      'a negative safety factor',
      { stages: [stage(1, { safetyFactor: -1 })], arcs: [] },
      { stages: [stage(1, { safetyFactor: 0 })], arcs: [] },
      'safetyFactor of stage 1 is -1; it must be a finite number, at least 0',
    ],
    [
      'an infinite demand',
      { stages: [stage(1, { demandStandardDeviation: Number.POSITIVE_INFINITY })], arcs: [] },
      { stages: [stage(1, { demandStandardDeviation: 1e9 })], arcs: [] },
      'demandStandardDeviation of stage 1 is Infinity; it must be a finite number, at least 0',
    ],
  ])('refuses %s', (_, wrong, right, message) => {
    expect(() => optimalServiceTimes(wrong)).toThrow(new RangeError(message));
    expect(() => serviceTimeCost({ ...wrong, outboundServiceTimes: [] })).toThrow(new RangeError(message));
    expect(optimalServiceTimes(right).cost).toBe(0);
  });
});
