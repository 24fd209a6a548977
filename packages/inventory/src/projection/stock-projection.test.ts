import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectStock } from './stock-projection.ts';
import type { ProjectionInput } from './stock-types.ts';
import { knownDemand, mulberry32 } from './testing/drawn-demand.ts';

const fefo = { freshestFirstShare: 0, seed: 1 };

describe('projectStock', () => {
  it('shares demand between two batches, earliest expiry first', () => {
    const result = projectStock({
      ...fefo,
      batches: [
        { batchId: 'early', units: 10, sellableDays: 3 },
        { batchId: 'late', units: 10, sellableDays: 4 },
      ],
      demand: knownDemand(4, 4, 4, 0),
    });
    expect(result.batches.map((batch) => batch.wastedUnits[0])).toEqual([0, 8]);
  });

  it('counts the best-before day as sellable', () => {
    const batches = [{ batchId: 'a', units: 5, sellableDays: 2 }];
    const onTheDay = projectStock({ ...fefo, batches, demand: knownDemand(0, 5, 0) });
    const theDayAfter = projectStock({ ...fefo, batches, demand: knownDemand(0, 0, 5) });
    expect(onTheDay.batches[0]!.wastedUnits[0]).toBe(0);
    expect(theDayAfter.batches[0]!.wastedUnits[0]).toBe(5);
    expect(theDayAfter.unmetUnits[0]).toBe(5);
  });

  it('writes off expired batches without selling from them', () => {
    const result = projectStock({
      ...fefo,
      batches: [{ batchId: 'old', units: 7, sellableDays: 0 }],
      demand: knownDemand(3),
    });
    expect(result.batches[0]!.wastedUnits[0]).toBe(7);
    expect(result.batches[0]!.soldUnits[0]).toBe(0);
  });

  it('lets all customers take the latest expiry when the freshest-first share is 1', () => {
    const result = projectStock({
      seed: 1,
      freshestFirstShare: 1,
      batches: [
        { batchId: 'early', units: 4, sellableDays: 1 },
        { batchId: 'late', units: 4, sellableDays: 2 },
      ],
      demand: knownDemand(3, 1),
    });
    expect(result.batches.map((batch) => batch.soldUnits[0])).toEqual([0, 4]);
    expect(result.batches.map((batch) => batch.wastedUnits[0])).toEqual([4, 0]);
  });

  it('draws freshest-first customers in the share asked for', () => {
    // 1 customer a day of 1 path over 20,000 days; share 0.3 has standard error 0.0032.
    const days = 20_000;
    const result = projectStock({
      seed: 5,
      freshestFirstShare: 0.3,
      batches: [
        { batchId: 'early', units: days, sellableDays: days },
        { batchId: 'late', units: days, sellableDays: days + 1 },
      ],
      demand: { paths: 1, days, units: new Int32Array(days).fill(1) },
    });
    expect(Math.abs(result.batches[1]!.soldUnits[0]! / days - 0.3)).toBeLessThan(4 * 0.0033);
  });

  it('sells a batch on the way only from its arrival day', () => {
    const result = projectStock({
      ...fefo,
      keepDaily: true,
      batches: [
        { batchId: 'here', units: 2, sellableDays: 9 },
        { batchId: 'coming', units: 5, sellableDays: 4, arrivalDay: 3 },
      ],
      demand: knownDemand(3, 3, 3, 0),
    });
    expect(result.batches.map((batch) => batch.soldUnits[0])).toEqual([2, 3]);
    expect(result.unmetUnits[0]).toBe(4);
    expect(result.batches[1]!.wastedUnits[0]).toBe(2);
    expect([...result.dailyStock!]).toEqual([0, 0, 2, 0]);
    expect([...result.batches[1]!.dailyUnits!]).toEqual([0, 0, 2, 2]);
  });

  it('serves markdown customers after base customers and from their batch alone', () => {
    const result = projectStock({
      ...fefo,
      batches: [
        { batchId: 'marked', units: 6, sellableDays: 2 },
        { batchId: 'other', units: 9, sellableDays: 3 },
      ],
      demand: knownDemand(1, 2, 0),
      decisions: {
        markdowns: [{ batchId: 'marked', fromDay: 2, extraDemand: knownDemand(50, 4) }],
      },
    });
    // Day 1: 1 at full price. Day 2: 2 base and 3 of 4 extra customers at the lower price, then none left.
    expect(result.batches[0]!.soldUnits[0]).toBe(6);
    expect(result.batches[0]!.soldAtMarkdown[0]).toBe(5);
    expect(result.batches[1]!.soldUnits[0]).toBe(0);
    expect(result.unmetUnits[0]).toBe(0);
  });

  it('caps a later removal at what is left', () => {
    const result = projectStock({
      ...fefo,
      batches: [{ batchId: 'a', units: 5, sellableDays: 3 }],
      demand: knownDemand(4, 0, 0),
      decisions: { liquidations: [{ batchId: 'a', units: 5, day: 2 }] },
    });
    expect(result.batches[0]!.liquidatedUnits[0]).toBe(1);
    expect(result.batches[0]!.removedUnits).toBe(1);
  });

  it('names what is wrong with its input', () => {
    const batches = [{ batchId: 'a', units: 5, sellableDays: 3 }];
    const demand = knownDemand(1);
    const input: ProjectionInput = { ...fefo, batches, demand };
    const removal = (units: number, batchId = 'a') => ({ transfersOut: [{ batchId, units, day: 1 }] });
    expect(() => projectStock({ ...input, freshestFirstShare: 1.5 })).toThrow('freshestFirstShare is 1.5');
    expect(() => projectStock({ ...input, batches: [{ ...batches[0]!, units: 2.5 }] })).toThrow(
      'units of batch a',
    );
    const huge = (units: number) => () =>
      projectStock({ ...input, batches: [batches[0]!, { ...batches[0]!, batchId: 'b', units }] });
    expect(huge(2 ** 31 - 5)).toThrow('units of batches add up to 2147483648; it must be at most 2147483647');
    expect(huge(2 ** 31 - 6)().closingUnits[0]).toBe(2 ** 31 - 2);
    const wanted = (first: number) => () =>
      projectStock({ ...input, demand: knownDemand(first, 2 ** 31 - 1) });
    expect(wanted(6)).toThrow('unmet demand of path 0 is 2147483648; it must be at most 2147483647');
    expect(wanted(5)().unmetUnits[0]).toBe(2 ** 31 - 1);
    expect(() => projectStock({ ...input, decisions: removal(6) })).toThrow('it holds 5 units');
    expect(() => projectStock({ ...input, decisions: removal(1, 'b') })).toThrow('names batch b');
    expect(() => projectStock({ ...input, batches: [...batches, ...batches] })).toThrow('distinct');
    expect(() => projectStock({ ...input, demand: { ...demand, days: 2 } })).toThrow('paths times days');
    expect(() => projectStock({ ...input, demand: knownDemand(-1) })).toThrow('demand.units[0] is -1');
    const markdown = (fromDay: number, extraDemand = demand) => ({ batchId: 'a', fromDay, extraDemand });
    const marked = (...markdowns: ReturnType<typeof markdown>[]) =>
      projectStock({ ...input, decisions: { markdowns } });
    expect(() => marked(markdown(1), markdown(2))).toThrow('batch a has two markdowns');
    expect(() => marked(markdown(0))).toThrow('fromDay of a markdown is 0');
    const two = { paths: 2, days: 1, units: Int32Array.of(1, 1) };
    expect(() => marked(markdown(1, two))).toThrow('extraDemand has 2 paths, demand 1');
    expect(marked(markdown(1)).batches[0]!.soldAtMarkdown[0]).toBe(2);
    expect(projectStock({ ...input, decisions: removal(5) }).batches[0]!.removedUnits).toBe(5);
  });

  it('has a markdown on each of two batches', () => {
    const extraDemand = knownDemand(3);
    const { batches } = projectStock({
      ...fefo,
      batches: [
        { batchId: 'late', units: 5, sellableDays: 2 },
        { batchId: 'early', units: 2, sellableDays: 1 },
      ],
      demand: knownDemand(1),
      decisions: {
        markdowns: [
          { batchId: 'late', fromDay: 1, extraDemand },
          { batchId: 'early', fromDay: 1, extraDemand },
        ],
      },
    });
    expect(batches.map((batch) => batch.soldAtMarkdown[0])).toEqual([3, 2]);
  });
});

const anyBatches = fc
  .array(
    fc.record({
      units: fc.integer({ min: 0, max: 25 }),
      sellableDays: fc.integer({ min: -2, max: 14 }),
      arrivalDay: fc.integer({ min: 1, max: 13 }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((batches) => batches.map((batch, i) => ({ ...batch, batchId: `b${i}` })));

const paths = 8;
const days = 10;
const anyDemand = fc
  .array(fc.integer({ min: 0, max: 6 }), { minLength: paths * days, maxLength: paths * days })
  .map((units) => ({ paths, days, units: Int32Array.from(units) }));
const anyShare = fc.constantFrom(0, 0.3, 0.7, 1);

describe('projectStock, for any stock, demand and decisions', () => {
  it('loses and invents no unit, per batch and in total', () => {
    fc.assert(
      fc.property(
        anyBatches,
        anyDemand,
        anyDemand,
        anyShare,
        fc.integer(),
        (batches, demand, extra, share, seed) => {
          const random = mulberry32(seed);
          const removals = (day: number) =>
            batches.map(({ batchId, units }) => ({
              batchId,
              units: Math.floor((random() * (units + 1)) / 2),
              day,
            }));
          const decisions = {
            transfersOut: removals(1),
            liquidations: removals(3),
            markdowns: [{ batchId: 'b0', fromDay: 2, extraDemand: extra }],
          };
          const result = projectStock({ batches, demand, freshestFirstShare: share, seed, decisions });
          for (let path = 0; path < paths; path++) {
            let closing = 0;
            let soldToBase = 0;
            result.batches.forEach((batch, i) => {
              const parts = [
                batch.soldUnits[path]!,
                batch.wastedUnits[path]!,
                batch.transferredUnits[path]!,
                batch.liquidatedUnits[path]!,
                batch.remainingUnits[path]!,
              ];
              expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
              expect(parts.reduce((a, b) => a + b)).toBe(batches[i]!.units);
              expect(batch.soldAtMarkdown[path]!).toBeLessThanOrEqual(batch.soldUnits[path]!);
              closing += batch.remainingUnits[path]!;
              if (i > 0) soldToBase += batch.soldUnits[path]!;
            });
            expect(result.closingUnits[path]).toBe(closing);
            let wanted = 0;
            for (let day = 0; day < days; day++) wanted += demand.units[path * days + day]!;
            // Only the marked batch b0 has other customers than the base.
            expect(soldToBase + result.unmetUnits[path]!).toBeLessThanOrEqual(wanted);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives the same answer for the same seed and does not change its input', () => {
    fc.assert(
      fc.property(anyBatches, anyDemand, anyShare, fc.integer(), (batches, demand, share, seed) => {
        const input = { batches, demand, freshestFirstShare: share, seed, keepDaily: true };
        const before = structuredClone(input);
        expect(projectStock(input)).toEqual(projectStock(input));
        expect(input).toEqual(before);
      }),
    );
  });

  it('serves every customer while stock lasts: unmet demand does not depend on who picks what, before any expiry', () => {
    fc.assert(
      fc.property(anyBatches, anyDemand, anyShare, fc.integer(), (batches, demand, share, seed) => {
        const lasting = batches.map((batch) => ({ ...batch, sellableDays: days, arrivalDay: 1 }));
        const opening = lasting.reduce((sum, batch) => sum + batch.units, 0);
        const result = projectStock({ batches: lasting, demand, freshestFirstShare: share, seed });
        for (let path = 0; path < paths; path++) {
          let wanted = 0;
          for (let day = 0; day < days; day++) wanted += demand.units[path * days + day]!;
          expect(result.unmetUnits[path]).toBe(Math.max(0, wanted - opening));
        }
      }),
    );
  });
});
