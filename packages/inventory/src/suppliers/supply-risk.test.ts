import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SupplySource, supplyRisk } from './supply-risk.ts';

const two: SupplySource[] = [
  { supplierId: 'A', volume: 80, reliability: 0.9 },
  { supplierId: 'B', volume: 20, reliability: 0.5 },
];

const share = fc.double({ min: 0, max: 1, noNaN: true });
const manySources = fc
  .array(fc.record({ volume: fc.integer({ min: 1, max: 100 }), reliability: share }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((given) => given.map((each, index) => ({ ...each, supplierId: `S${index}` })));

describe('supplyRisk', () => {
  it('adds 60 % of unreliability to 40 % of concentration', () => {
    // 0.8 x 0.1 + 0.2 x 0.5 = 0.18 and 0.64 + 0.04 = 0.68
    expect(supplyRisk({ sources: two })).toEqual({
      score: expect.closeTo(38, 12),
      drivers: [
        {
          name: 'concentration',
          weight: 0.4,
          exposure: expect.closeTo(0.68, 12),
          points: expect.closeTo(27.2, 12),
        },
        {
          name: 'unreliability',
          weight: 0.6,
          exposure: expect.closeTo(0.18, 12),
          points: expect.closeTo(10.8, 12),
        },
      ],
    });
  });

  it('counts the drivers as it is told', () => {
    const { score, drivers } = supplyRisk({ sources: two, weights: { unreliability: 3, concentration: 0 } });
    expect(score).toBeCloseTo(18, 12);
    expect(drivers.map(({ name, weight }) => [name, weight])).toEqual([
      ['unreliability', 1],
      ['concentration', 0],
    ]);
  });

  it('is 40 with a single perfect source, and 100 with a single one that never delivers', () => {
    const single = (reliability: number) =>
      supplyRisk({ sources: [{ supplierId: 'A', volume: 7, reliability }] }).score;
    expect(single(1)).toBeCloseTo(40, 12);
    expect(single(0)).toBeCloseTo(100, 12);
  });

  it('rises with less reliability and with fewer sources, whatever unit the volume has', () => {
    fc.assert(
      fc.property(
        manySources,
        share,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (sources, part, scale) => {
          const { score, drivers } = supplyRisk({ sources });
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(100 + 1e-9);
          expect(drivers.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 9);
          const worse = sources.map((each, index) =>
            index === 0 ? { ...each, reliability: each.reliability * part } : each,
          );
          expect(supplyRisk({ sources: worse }).score).toBeGreaterThanOrEqual(score - 1e-9);
          const rescaled = sources.map((each) => ({ ...each, volume: each.volume * scale })).toReversed();
          expect(supplyRisk({ sources: rescaled }).score).toBeCloseTo(score, 9);
          const all = sources.reduce((sum, { volume }) => sum + volume, 0);
          const reliable = sources.map((each) => ({ ...each, reliability: 0.8 }));
          expect(
            supplyRisk({ sources: [{ supplierId: 'only', volume: all, reliability: 0.8 }] }).score,
          ).toBeGreaterThanOrEqual(supplyRisk({ sources: reliable }).score - 1e-9);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('refuses no volume, a supplier twice and values out of range', () => {
    const [first] = two as [SupplySource];
    const refused: [Parameters<typeof supplyRisk>[0], string][] = [
      [{ sources: [] }, 'sources have no volume; one of them must be greater than 0'],
      [{ sources: [{ ...first, volume: 0 }] }, 'sources have no volume; one of them must be greater than 0'],
      [{ sources: [first, first] }, 'sources names a supplier twice; each must be there once'],
      [
        { sources: [{ ...first, volume: -1 }] },
        'sources[0].volume is -1; it must be a finite number, at least 0',
      ],
      [
        { sources: [{ ...first, reliability: 1.1 }] },
        'sources[0].reliability is 1.1; it must lie between 0 and 1',
      ],
      [
        { sources: two, weights: { unreliability: 0, concentration: 0 } },
        'weights are all 0; one of them must be greater than 0',
      ],
      [
        { sources: two, weights: { unreliability: -1, concentration: 2 } },
        'weights.unreliability is -1; it must be a finite number, at least 0',
      ],
      [
        { sources: two, weights: { unreliability: 2, concentration: -1 } },
        'weights.concentration is -1; it must be a finite number, at least 0',
      ],
    ];
    for (const [options, message] of refused) {
      expect(() => supplyRisk(options)).toThrow(new RangeError(message));
    }
    const accepted = [
      { ...first, reliability: 1 },
      { supplierId: 'B', volume: 0, reliability: 0 },
    ];
    expect(supplyRisk({ sources: accepted, weights: { unreliability: 1, concentration: 0 } }).score).toBe(0);
    expect(supplyRisk({ sources: accepted, weights: { unreliability: 0, concentration: 1 } }).score).toBe(
      100,
    );
  });
});
