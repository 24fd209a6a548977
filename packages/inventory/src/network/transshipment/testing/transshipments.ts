import * as fc from 'fast-check';
import type { TransshipmentLane, TransshipmentProblem } from '../transshipment-problem.ts';

/** Small random transshipments: whole units, some pairs without a lane, some lanes with a capacity. */
export function transshipments({ mostPlaces = 4 } = {}): fc.Arbitrary<TransshipmentProblem> {
  const places = fc.integer({ min: 1, max: mostPlaces });
  return fc.tuple(places, places).chain(([sources, destinations]) =>
    fc.record({
      sources: fc.array(
        fc.record({ excessUnits: fc.nat(30), salvageValuePerUnit: fc.integer({ min: -2, max: 4 }) }),
        { minLength: sources, maxLength: sources },
      ),
      destinations: fc.array(
        fc.record({
          benefits: fc
            .array(fc.record({ units: fc.nat(20), valuePerUnit: fc.nat(20) }), { maxLength: 3 })
            .map((steps) => steps.sort((a, b) => b.valuePerUnit - a.valuePerUnit)),
        }),
        { minLength: destinations, maxLength: destinations },
      ),
      lanes: fc.array(lane(sources, destinations), { maxLength: 12 }),
    }),
  );
}

function lane(sources: number, destinations: number): fc.Arbitrary<TransshipmentLane> {
  const fields = {
    source: fc.nat(sources - 1),
    destination: fc.nat(destinations - 1),
    costPerUnit: fc.nat(10),
  };
  return fc.oneof(fc.record(fields), fc.record({ ...fields, capacityUnits: fc.nat(15) }));
}
