import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type LocationStock,
  type LocationsInput,
  projectLocations,
  type StockTransfer,
  summariseLocations,
} from './locations-projection.ts';
import { projectStock } from './stock-projection.ts';
import { knownDemand, mulberry32 } from './testing/drawn-demand.ts';

const location = (
  locationId: string,
  demand: number[],
  more: Partial<LocationStock> = {},
): LocationStock => ({
  locationId,
  batches: [],
  demand: knownDemand(...demand),
  freshestFirstShare: 0,
  ...more,
});

const transfer = (more: Partial<StockTransfer> = {}): StockTransfer => ({
  transferId: 't',
  fromLocationId: 'A',
  batchId: 'a',
  toLocationId: 'B',
  units: 4,
  day: 2,
  leadTimeDays: 1,
  ...more,
});

/** A holds six units that can be sold until day 4 and sells one a day; B sells two a day and holds none. */
const pair = (...transfers: StockTransfer[]): LocationsInput => ({
  locations: [
    location('A', [1, 1, 1, 1], { batches: [{ batchId: 'a', units: 6, sellableDays: 4 }] }),
    location('B', [2, 2, 2, 2]),
  ],
  transfers,
  seed: 1,
});

const outcome = (input: LocationsInput, locationIndex: number, batchIndex = 0) => {
  const batch = projectLocations(input).locations[locationIndex]!.batches[batchIndex]!;
  return {
    sold: batch.soldUnits[0],
    wasted: batch.wastedUnits[0],
    remaining: batch.remainingUnits[0],
    moved: batch.transferredUnits[0],
  };
};

describe('projectLocations', () => {
  it('sells at the other location what was sent there, from its arrival to its expiry', () => {
    // A sells one on day 1, four leave on day 2, one is left for day 2. B sells two on day 3 and two on day 4.
    const input = pair(transfer());
    expect(outcome(input, 0)).toEqual({ sold: 2, wasted: 0, remaining: 0, moved: 4 });
    expect(outcome(input, 1)).toEqual({ sold: 4, wasted: 0, remaining: 0, moved: 0 });
    const { locations } = projectLocations(input);
    expect(locations[1]!.batches[0]!.batchId).toBe('t');
    expect(locations[1]!.unmetUnits[0]).toBe(4);
  });

  it('sends no more than is left on the path', () => {
    const input = pair(transfer({ units: 6, day: 3 }));
    expect(outcome(input, 0)).toEqual({ sold: 2, wasted: 0, remaining: 0, moved: 4 });
    expect(outcome(input, 1)).toEqual({ sold: 2, wasted: 2, remaining: 0, moved: 0 });
  });

  it('lets units without lead time be sold on the day they leave', () => {
    expect(outcome(pair(transfer({ leadTimeDays: 0, day: 4, units: 3 })), 1).sold).toBe(2);
  });

  it('keeps what is in transit at the close as remaining, when it will come in time', () => {
    const late = transfer({ day: 4, leadTimeDays: 2, units: 2, sellableDays: 6 });
    expect(outcome(pair(late), 1)).toEqual({ sold: 0, wasted: 0, remaining: 2, moved: 0 });
    const tooLate = { ...late, sellableDays: 5 };
    expect(outcome(pair(tooLate), 1)).toEqual({ sold: 0, wasted: 2, remaining: 0, moved: 0 });
  });

  it('has the expiry of the destination where its handling margin differs', () => {
    expect(outcome(pair(transfer({ sellableDays: 3 })), 1)).toEqual({
      sold: 2,
      wasted: 2,
      remaining: 0,
      moved: 0,
    });
  });

  it('never sends after the last day', () => {
    expect(outcome(pair(transfer({ day: 5 })), 1)).toEqual({ sold: 0, wasted: 0, remaining: 0, moved: 0 });
  });

  it('is projectStock where nothing is moved, with the seed of the location', () => {
    const store = location('A', [2, 0, 3], {
      batches: [
        { batchId: 'a', units: 3, sellableDays: 2 },
        { batchId: 'b', units: 3, sellableDays: 3 },
      ],
      freshestFirstShare: 0.5,
    });
    const { locations } = projectLocations({ locations: [store], transfers: [], seed: 7 });
    const { locationId: _, ...alone } = locations[0]!;
    expect(alone).toEqual(projectStock({ ...store, seed: '7/A' }));
  });

  it('names what is wrong with its input, and takes the same put right', () => {
    expect(() => projectLocations(pair(transfer({ batchId: 'x' })))).toThrow(
      'transfer t names batch x, which is not at A',
    );
    expect(() => projectLocations(pair(transfer({ toLocationId: 'C' })))).toThrow(
      'transfer t names location C, which is not in locations',
    );
    expect(() => projectLocations(pair(transfer({ toLocationId: 'A' })))).toThrow(
      'transfer t leads from A to itself',
    );
    expect(() => projectLocations(pair(transfer({ leadTimeDays: -1 })))).toThrow(
      'leadTimeDays of transfer t is -1',
    );
    expect(() => projectLocations(pair(transfer({ sellableDays: 1.5 })))).toThrow(
      'sellableDays of transfer t is 1.5',
    );
    expect(() => projectLocations(pair(transfer({ units: 7 })))).toThrow('it holds 6 units');
    expect(() => projectLocations(pair(transfer({ units: 3 }), transfer({ units: 3 })))).toThrow(
      'distinct transferId',
    );
    expect(() => projectLocations({ ...pair(), locations: [] })).toThrow('locations is empty');
    const named = pair(transfer({ units: 1 }));
    const batchThere = { batchId: 't', units: 1, sellableDays: 2 };
    const crowded = (batchId: string) => () =>
      projectLocations({
        ...named,
        locations: named.locations.map((each) =>
          each.locationId === 'B' ? { ...each, batches: [{ ...batchThere, batchId }] } : each,
        ),
      });
    expect(crowded('t')).toThrow('transferId is t; it must not be the batchId of a batch at B');
    expect(crowded('u')).not.toThrow();
    const { locations, ...rest } = pair(transfer({ units: 6 }));
    expect(() => projectLocations({ ...rest, locations: [locations[0]!, locations[0]!] })).toThrow(
      'distinct locationId',
    );
    const short = location('B', [2, 2]);
    expect(() => projectLocations({ ...rest, locations: [locations[0]!, short] })).toThrow(
      'demand of location B has 1 paths of 2 days, that of A 1 of 4',
    );
    expect(projectLocations({ ...rest, locations }).days).toBe(4);
  });
});

const paths = 6;
const days = 8;

/** Three locations with random stock, demand and decisions; transfers between any two. */
function anyNetwork(seed: number): LocationsInput {
  const random = mulberry32(seed);
  const whole = (below: number) => Math.floor(random() * below);
  const transfers: StockTransfer[] = [];
  const locations = ['A', 'B', 'C'].map((locationId, index): LocationStock => {
    const batches = Array.from({ length: whole(4) }, (_, i) => ({
      batchId: `b${i}`,
      units: whole(20),
      sellableDays: whole(12) - 1,
      ...(whole(3) === 0 ? { arrivalDay: 1 + whole(9) } : {}),
      ...(whole(4) === 0 ? { arrivalDays: Array.from({ length: paths }, () => 1 + whole(9)) } : {}),
    }));
    for (const { batchId, units } of batches) {
      if (whole(2) === 0) continue;
      transfers.push({
        transferId: `${locationId}-${batchId}`,
        fromLocationId: locationId,
        toLocationId: ['A', 'B', 'C'][(index + 1 + whole(2)) % 3]!,
        batchId,
        units: whole(Math.floor(units / 3) + 1),
        day: 1 + whole(9),
        leadTimeDays: whole(4),
      });
    }
    const removals = (day: number) =>
      batches.map(({ batchId, units }) => ({ batchId, units: whole(Math.floor(units / 3) + 1), day }));
    const customers = () => Int32Array.from({ length: paths * days }, () => whole(5));
    const extraDemand = { paths, days, units: customers() };
    return {
      locationId,
      batches,
      demand: { paths, days, units: customers() },
      freshestFirstShare: [0, 0.4, 1][whole(3)]!,
      decisions: {
        transfersOut: removals(2),
        liquidations: removals(1 + whole(5)),
        markdowns: batches.slice(0, 1).map(({ batchId }) => ({ batchId, fromDay: 3, extraDemand })),
        demandChanges: [{ fromDay: 1 + whole(8), factor: random() * 2 }],
      },
    };
  });
  return { locations, transfers, seed };
}

describe('projectLocations, for any stock, demand and decisions', () => {
  it('loses and invents no unit, per batch and over all locations', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const input = anyNetwork(seed);
        const { locations } = projectLocations(input);
        for (let path = 0; path < paths; path++) {
          let opening = 0;
          let accounted = 0;
          const sent = new Map<string, number>();
          const arrived = new Map<string, number>();
          locations.forEach((result, index) => {
            const own = input.locations[index]!.batches;
            result.batches.forEach((batch, i) => {
              const stayed = batch.soldUnits[path]! + batch.wastedUnits[path]! + batch.remainingUnits[path]!;
              const left = batch.transferredUnits[path]! + batch.liquidatedUnits[path]!;
              if (i < own.length) {
                expect(stayed + left).toBe(own[i]!.units);
                opening += own[i]!.units;
                sent.set(`${result.locationId}-${batch.batchId}`, batch.transferredUnits[path]!);
                accounted += left;
              } else {
                expect(left).toBe(0);
                arrived.set(batch.batchId, stayed);
              }
              accounted += stayed;
            });
          });
          // What arrives elsewhere was counted where it left: the rest of what left went out of the projection.
          let inside = 0;
          for (const [transferId, units] of arrived) {
            expect(units).toBeLessThanOrEqual(sent.get(transferId)!);
            expect(units).toBeGreaterThanOrEqual(0);
            inside += units;
          }
          expect(accounted - inside).toBe(opening);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('sends whatever leaves: with no transfer out of the projection, arrivals are what left', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { locations, ...rest } = anyNetwork(seed);
        const closed = locations.map((each) => ({
          ...each,
          decisions: { ...each.decisions, transfersOut: [] },
        }));
        const result = projectLocations({ ...rest, locations: closed });
        for (let path = 0; path < paths; path++) {
          let left = 0;
          let came = 0;
          result.locations.forEach(({ batches }, index) => {
            batches.forEach((batch, i) => {
              left += batch.transferredUnits[path]!;
              if (i < closed[index]!.batches.length) return;
              came += batch.soldUnits[path]! + batch.wastedUnits[path]! + batch.remainingUnits[path]!;
            });
          });
          expect(came).toBe(left);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('gives each location the same whatever the order of the locations', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const input = anyNetwork(seed);
        const turned = projectLocations({ ...input, locations: [...input.locations].reverse() });
        expect([...turned.locations].reverse()).toEqual(projectLocations(input).locations);
      }),
      { numRuns: 100 },
    );
  });

  it('is summarised with the means of its paths', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const input = anyNetwork(seed);
        const { locations } = projectLocations(input);
        const mean = (values: Int32Array) => values.reduce((sum, each) => sum + each, 0) / paths;
        summariseLocations(input).forEach((summary, index) => {
          const whole = locations[index]!;
          expect(summary.locationId).toBe(whole.locationId);
          expect(summary.total.lostSales.mean).toBeCloseTo(mean(whole.unmetUnits), 10);
          expect(summary.total.closing.mean).toBeCloseTo(mean(whole.closingUnits), 10);
          summary.batches.forEach((batch, i) => {
            const all = whole.batches[i]!;
            expect(batch.batchId).toBe(all.batchId);
            expect(batch.sold.mean).toBeCloseTo(mean(all.soldUnits), 10);
            expect(batch.wasted.mean).toBeCloseTo(mean(all.wastedUnits), 10);
            expect(batch.closing.mean).toBeCloseTo(mean(all.remainingUnits), 10);
            expect(batch.transferredUnits).toBeCloseTo(mean(all.transferredUnits), 10);
            const largest = Math.max(...all.soldUnits);
            expect(batch.sold.quantiles[2]).toBeLessThanOrEqual(largest);
          });
        });
      }),
      { numRuns: 100 },
    );
  });
});

describe('summariseLocations', () => {
  it('draws demand that is given as distributions, each location its own', () => {
    const daily = new Array(3).fill([0.5, 0.5]);
    const stocked = (locationId: string) =>
      location(locationId, [], { demand: { daily }, batches: [{ batchId: 'a', units: 2, sellableDays: 3 }] });
    const input = { locations: [stocked('A'), stocked('B')], transfers: [], seed: 1, paths: 4000 };
    const [a, b] = summariseLocations({ ...input, quantileProbabilities: [0.6] });
    // Three customers with probability 1/8: the mean of min(2, Binomial(3, 1/2)) is 11/8.
    for (const each of [a!, b!]) {
      expect(each.method).toBe('sampled');
      expect(Math.abs(each.total.sold.mean - 11 / 8)).toBeLessThan(4 * each.total.sold.standardError);
      expect(each.total.sold.quantiles).toEqual([2]);
    }
    expect(a!.total.sold.mean).not.toBe(b!.total.sold.mean);
  });
});
