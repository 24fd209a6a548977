import type { SimulatedItem, SimulatedStore } from './types.ts';

const everyWeekday: readonly number[] = [0, 1, 2, 3, 4, 5, 6];

/** Order when the position is at or below `minUnits`, up to `maxUnits`. */
export interface MinMaxLevels {
  minUnits: number;
  maxUnits: number;
}

/**
 * The company's plain rule for a store. An order placed at close is on the shelf
 * the next morning, so it covers the days up to the next review, with a cushion,
 * and tops up by a few days' sales. It ignores what will expire, what is about to
 * change and how sure the estimate is: there its waste and stock-outs come from.
 *
 * @param coveredUnits expected sales from tomorrow to the next review day
 * @param dailyUnits expected sales of an average day
 */
export function storeLevels(
  item: SimulatedItem,
  expected: { coveredUnits: number; dailyUnits: number },
  cushion: number,
): MinMaxLevels {
  const { coveredUnits, dailyUnits } = expected;
  const safety = cushion * lifeCaution(item) * Math.sqrt(coveredUnits);
  const minUnits = Math.max(1, Math.round(coveredUnits + safety));
  const topUpDays = Math.min(6, Math.max(0.15, (item.shelfLifeDays - 6) * 0.2));
  return { minUnits, maxUnits: minUnits + Math.round(dailyUnits * topUpDays) };
}

/** Even a plain planner keeps less of what spoils soon. */
function lifeCaution(item: SimulatedItem): number {
  return Math.min(1, Math.max(0.6, item.shelfLifeDays / 16));
}

/** What lives four days or less is ordered every evening, the rest on the store's own days. */
export function storeOrderWeekdays(item: SimulatedItem, store: SimulatedStore): readonly number[] {
  return item.shelfLifeDays <= 4 ? everyWeekday : store.orderWeekdays;
}

/** The distribution centre's rule: what the stores are expected to order until its next order but one is in. */
export function dcLevels(
  item: SimulatedItem,
  expected: { coveredUnits: number; dailyUnits: number },
): MinMaxLevels {
  const { coveredUnits, dailyUnits } = expected;
  const safety = 2.2 * Math.sqrt(coveredUnits * item.packSize);
  const minUnits = Math.max(item.packSize, Math.round(coveredUnits + safety));
  const topUpDays = Math.min(10, item.shelfLifeDays * 0.05);
  return { minUnits, maxUnits: minUnits + Math.round(dailyUnits * topUpDays) };
}

/** Short lives are bought every day, medium ones three times a week, long ones on Tuesdays. */
export function dcOrderWeekdays(item: SimulatedItem): readonly number[] {
  if (item.shelfLifeDays <= 9) return everyWeekday;
  return item.shelfLifeDays <= 45 ? [0, 2, 4] : [1];
}

/** Units to order in whole packs; 0 if the position is above the minimum. */
export function orderUnits(levels: MinMaxLevels, positionUnits: number, packSize: number): number {
  if (positionUnits > levels.minUnits) return 0;
  return Math.max(1, Math.round((levels.maxUnits - positionUnits) / packSize)) * packSize;
}

/** Days from a review on `weekday` to the next one, 1 to 7. */
export function daysToNextReview(weekdays: readonly number[], weekday: number): number {
  for (let days = 1; days < 7; days += 1) if (weekdays.includes((weekday + days) % 7)) return days;
  return 7;
}
