import { type DayNumber, weekdayOf } from './calendar.ts';
import type { ItemMarket } from './market.ts';

const MEMORY_DAYS = 28;

/** The company's belief about daily units: its mean of the last 28 days, blended with a first guess while new. */
export interface Belief {
  recent: Float64Array;
  seenDays: number;
  guess: number;
  dailyUnits: number;
}

export function newBelief(guess: number): Belief {
  return { recent: new Float64Array(MEMORY_DAYS), seenDays: 0, guess, dailyUnits: guess };
}

/** Adds a day; the company looks at its figures on Mondays. */
export function remember(belief: Belief, units: number, day: DayNumber): void {
  belief.recent[belief.seenDays % MEMORY_DAYS] = units;
  belief.seenDays += 1;
  if (weekdayOf(day) !== 0) return;
  const known = Math.min(MEMORY_DAYS, belief.seenDays);
  // Summed afresh: a running total drifts below zero when nothing sells.
  let total = belief.guess * (MEMORY_DAYS - known);
  for (const recentUnits of belief.recent) total += recentUnits;
  belief.dailyUnits = total / MEMORY_DAYS;
}

/** Planned sales of `days` days from `fromDay` on, as a multiple of an average day: weekdays and promotions. */
export function plannedFactor(
  market: ItemMarket,
  weekdayFactors: readonly number[],
  fromDay: DayNumber,
  days: number,
): number {
  let factor = 0;
  for (let day = fromDay; day < fromDay + days; day += 1) {
    factor += (weekdayFactors[weekdayOf(day)] as number) * (market.plannedUplift[day - market.firstDay] ?? 1);
  }
  return factor;
}
