import { bisectLevel, scanLevels } from './level-search.ts';
import { patternSearch } from './pattern-search.ts';
import {
  type PolicyForm,
  type PolicyParameters,
  type ProtectionDemand,
  parametersAt,
  policyOf,
  startingPoint,
} from './policy-form.ts';
import { replayPolicy } from './replay-policy.ts';
import type { PolicyCosts, PolicyPerformance, ReplaySituation } from './replay-types.ts';
import { protectionDemand, type SearchSituations, splitSituation } from './search-situation.ts';

/** A policy chosen by replay. */
export interface OptimisedPolicy {
  kind: 'found';
  parameters: PolicyParameters;
  /** on the paths it was chosen on: a little too good, since it was chosen on them */
  searched: PolicyPerformance;
  /** on paths that no choice has seen: what to expect of it */
  verified: PolicyPerformance;
  /** replays that the search took */
  evaluations: number;
}

/** No level tried achieves the target: stock perishes first, or the lead time is too long for the replay. */
export interface UnattainableTarget {
  kind: 'unattainable';
  targetFillRate: number;
  /** the best of those tried */
  parameters: PolicyParameters;
  searched: PolicyPerformance;
}

/**
 * The policy of a form with the lowest level (reorder point, minimum or order-up-to level) that achieves a fill
 * rate, on common random numbers. The quantity of an order stays the economic one, or the demand of a review
 * period where nothing makes an order dear.
 *
 * Without a shelf life it bisects from the level of the normal approximation, for more stock then does not serve
 * less (orders that overtake one another can break this by a hair); the level it returns achieves the target
 * and the one below does not. What perishes can be served less by a higher level, when a large order expires
 * at once and nothing else is on order; levels are then tried in turn from the lowest, up to 200 of them evenly
 * spread, and the gap below the first that achieves the target one by one.
 *
 * Look at `verified.fillRate`: the search stops at the first level that reaches the target, so the service on
 * fresh paths may lie a standard error or two below it.
 *
 * @param options.targetFillRate [β], greater than 0 and less than 1
 * @throws RangeError naming the parameter, its value and its range
 */
export function leastPolicyForFillRate(
  options: ReplaySituation & { form: PolicyForm; targetFillRate: number },
): OptimisedPolicy | UnattainableTarget {
  const { form, targetFillRate, ...situation } = options;
  if (!(targetFillRate > 0 && targetFillRate < 1)) {
    throw new RangeError(`targetFillRate is ${targetFillRate}; it must be greater than 0 and less than 1`);
  }
  const situations = splitSituation(situation);
  const demand = protectionDemand(situations.search);
  const { level: start, quantity } = startingPoint(demand, targetFillRate, situation.costs ?? {});
  const known = new Map<number, PolicyPerformance>();
  const performanceAt = (level: number): PolicyPerformance => {
    const found =
      known.get(level) ?? replayPolicy(situations.search, policyOf(parametersAt(form, level, quantity)));
    known.set(level, found);
    return found;
  };
  const least = leastLevel(situation, demand, quantity);
  const most = Math.max(start, mostLevel(situations, demand));
  const fillRateAt = (level: number) => performanceAt(level).fillRate?.value ?? 1;
  const achieves = (level: number) => fillRateAt(level) >= targetFillRate;
  const search = situation.shelfLifeDays === undefined ? bisectLevel : scanLevels;
  const level = search({ start, least, most, achieves });
  if (level === undefined) {
    const best = [...known.keys()].reduce((a, b) => (fillRateAt(b) > fillRateAt(a) ? b : a));
    const parameters = parametersAt(form, best, quantity);
    return { kind: 'unattainable', targetFillRate, parameters, searched: performanceAt(best) };
  }
  return verifiedPolicy(situations, parametersAt(form, level, quantity), performanceAt(level), known.size);
}

/**
 * The policy of a form of least cost per day, found by pattern search over whole numbers on common random
 * numbers, from the critical ratio of the costs and the economic order quantity. No neighbour is cheaper on the
 * paths searched; a cost with several valleys may hide a cheaper one far away.
 *
 * @param options.costs fixed, holding, shortage or backorder, waste; a shortage must cost something, or nothing is
 *   ordered
 * @throws RangeError naming the parameter, its value and its range
 */
export function leastCostPolicy(
  options: ReplaySituation & { form: PolicyForm; costs: PolicyCosts },
): OptimisedPolicy {
  const { form, ...situation } = options;
  const { shortagePerUnit = 0, backorderPerUnitPerDay = 0 } = situation.costs;
  if (!(shortagePerUnit + backorderPerUnitPerDay > 0)) {
    throw new RangeError(
      'costs.shortagePerUnit and costs.backorderPerUnitPerDay are 0; one must be greater than 0',
    );
  }
  const situations = splitSituation(situation);
  const demand = protectionDemand(situations.search);
  const { level, quantity } = startingPoint(demand, criticalRatio(situation.costs, demand), situation.costs);
  const sized = form !== 'base-stock' && form !== 'economic-quantity';
  const at = ([searched, size]: number[]) => parametersAt(form, searched!, size ?? quantity);
  const performances = new Map<string, PolicyPerformance>();
  const least = leastLevel(situation, demand, quantity);
  const step = (value: number) => Math.max(1, Math.round(value / 4));
  const { point, evaluations } = patternSearch({
    start: sized ? [level, quantity] : [level],
    least: sized ? [least, 1] : [least],
    firstStep: sized ? [step(level), step(quantity)] : [step(level)],
    cost: (candidate) => {
      const performance = replayPolicy(situations.search, policyOf(at(candidate)));
      performances.set(candidate.join(), performance);
      return performance.costPerDay.value;
    },
  });
  return verifiedPolicy(situations, at(point), performances.get(point.join())!, evaluations);
}

function verifiedPolicy(
  { verification }: SearchSituations,
  parameters: PolicyParameters,
  searched: PolicyPerformance,
  evaluations: number,
): OptimisedPolicy {
  const verified = replayPolicy(verification, policyOf(parameters));
  return { kind: 'found', parameters, searched, verified, evaluations };
}

/** Below this level a policy orders nothing when unmet demand is lost, and next to nothing in time when owed. */
function leastLevel(situation: ReplaySituation, demand: ProtectionDemand, quantity: number): number {
  if (situation.unmetDemand === 'lost') return -1;
  const { meanPerDay, meanLeadTimeDays, reviewPeriodDays } = demand;
  return -Math.ceil(meanPerDay * (meanLeadTimeDays + reviewPeriodDays)) - quantity;
}

/**
 * No level above can be of use: a unit that does not perish is wanted within the replay or never, another within
 * lead time, review period and its life.
 */
function mostLevel({ search }: SearchSituations, demand: ProtectionDemand): number {
  const { paths, days, units } = search.demand;
  const { shelfLifeDays } = search;
  const protectionDays = Math.ceil(demand.meanLeadTimeDays) + demand.reviewPeriodDays;
  const window = shelfLifeDays === undefined ? days : Math.min(days, protectionDays + shelfLifeDays);
  let most = 1;
  for (let path = 0; path < paths; path++) {
    let total = 0;
    for (let day = 0; day < days; day++) {
      total += units[path * days + day]! - (day >= window ? units[path * days + day - window]! : 0);
      most = Math.max(most, total);
    }
  }
  return most;
}

/** Cost of a unit short against the cost of a unit too many over a review period; a start, no answer. */
function criticalRatio(costs: PolicyCosts, { reviewPeriodDays }: ProtectionDemand): number {
  const { shortagePerUnit = 0, backorderPerUnitPerDay = 0, holdingPerUnitPerDay = 0 } = costs;
  const { wastePerUnit = 0 } = costs;
  const under = shortagePerUnit + backorderPerUnitPerDay * reviewPeriodDays;
  const over = holdingPerUnitPerDay * reviewPeriodDays + wastePerUnit;
  return Math.min(0.999, Math.max(0.01, under / (under + over)));
}
