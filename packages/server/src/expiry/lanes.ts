import type { Lane } from '../catalog/index.ts';
import type { LocationStock } from '../stock/index.ts';
import type { LaneTo } from './propose-task.ts';
import type { ExpiryRules } from './rules.ts';

/** Where a store may send stock: its own lanes to stores, and the rule for stores without one. */
export function lanesFrom(
  fromStore: string,
  lanes: Lane[],
  locations: Map<string, LocationStock>,
  rules: ExpiryRules,
): LaneTo[] {
  if (!rules.transfer_allowed) return [];
  const from = locations.get(fromStore);
  const own = new Map(
    lanes.filter((lane) => lane.from_store === fromStore).map((lane) => [lane.to_store, lane]),
  );
  const reachable: LaneTo[] = [];
  for (const to of locations.values()) {
    if (to.kind !== 'store' || to.store_id === fromStore) continue;
    const lane = own.get(to.store_id) ?? defaultLane(from?.zone ?? null, to.zone, rules);
    if (lane === null) continue;
    reachable.push({
      store_id: to.store_id,
      lead_time_days: lane.lead_time_days,
      cost_per_unit: lane.cost_per_unit,
      fixed_cost: lane.fixed_cost,
    });
  }
  return reachable;
}

function defaultLane(fromZone: string | null, toZone: string | null, rules: ExpiryRules) {
  return fromZone !== null && fromZone === toZone
    ? rules.default_lane_same_zone
    : rules.default_lane_other_zone;
}
