import type { DemandModelKind } from '../models/demand-model-kind.ts';
import { empirical } from '../models/empirical.ts';
import { weekdayNegativeBinomial } from '../models/weekday-negative-binomial.ts';
import { windowAverage } from '../models/window-average.ts';
import { zero } from '../models/zero.ts';
import { describeLeftOut, type UsableSeries } from '../series/usable-series.ts';

/** Four of each weekday: less than that shows no pattern of the week. */
const SHORTEST_HISTORY_DAYS = 28;
/** Below one demand day in ten an item sells in single events. */
const RARE_SHARE = 0.1;

/** Which model a series gets, and why, in words a planner reads. */
export function chooseModel(series: UsableSeries): { kind: DemandModelKind; reason: string } {
  const { kind, reason } = choice(series);
  return { kind, reason: `${reason}${describeLeftOut(series)}` };
}

function choice(series: UsableSeries): { kind: DemandModelKind; reason: string } {
  const { usableDays, demandDays, totalUnits, whole } = series;
  const days = `${usableDays} usable day${usableDays === 1 ? '' : 's'}`;
  if (usableDays === 0) {
    return { kind: zero, reason: 'No usable day of history: demand is unknown, zero stands in for it.' };
  }
  if (totalUnits === 0) {
    const caution = usableDays < SHORTEST_HISTORY_DAYS ? ', though so few days prove little' : '';
    return { kind: zero, reason: `Nothing sold on ${days}: no demand expected${caution}.` };
  }
  if (usableDays < SHORTEST_HISTORY_DAYS) {
    return { kind: windowAverage, reason: `Average of ${days}: too few for a pattern of the week.` };
  }
  if (demandDays < RARE_SHARE * usableDays && whole) {
    return {
      kind: empirical,
      reason: `Sold on ${demandDays} of ${days}: the recorded days themselves are drawn from.`,
    };
  }
  return { kind: weekdayNegativeBinomial, reason: `Level and pattern of the week from ${days}.` };
}
