/**
 * Mean units customers will want until a batch's last sellable day: the sum of the forecast's daily
 * means over that many days, whatever the stock. Never negative; 0 once the last day is past.
 *
 * @param meanUnitsPerDay forecast mean of each day, index 0 is the first day after the snapshot: a
 *   velocity with its season; it reaches the last sellable day
 * @throws RangeError when days are not whole, a mean not finite, or the forecast ends before the last sellable day
 * @example expectedSalesUntil({ meanUnitsPerDay: new Array(10).fill(2), sellableDays: 10 }) // 20
 */
export function expectedSalesUntil(options: {
  meanUnitsPerDay: ArrayLike<number>;
  sellableDays: number;
}): number {
  const { meanUnitsPerDay, sellableDays } = options;
  if (!Number.isInteger(sellableDays)) {
    throw new RangeError(`sellableDays is ${sellableDays}; it must be a whole number`);
  }
  if (sellableDays > meanUnitsPerDay.length) {
    throw new RangeError(
      `sellableDays is ${sellableDays}, the forecast of ${meanUnitsPerDay.length} days ends before it`,
    );
  }
  let units = 0;
  for (let day = 0; day < sellableDays; day++) {
    const mean = meanUnitsPerDay[day]!;
    if (!Number.isFinite(mean)) {
      throw new RangeError(`meanUnitsPerDay[${day}] is ${mean}; it must be a finite number`);
    }
    units += Math.max(0, mean);
  }
  return units;
}
