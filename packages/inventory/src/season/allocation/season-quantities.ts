import { requireNonNegative, requireProbability } from '@granary/statistics';

export interface SeasonQuantities {
  /** whole units to make or buy */
  manufacturedUnits: number;
  /** whole units kept at the distribution centre */
  holdbackUnits: number;
  /** whole units that go to the stores first; with the holdback, all that is made */
  initialUnits: number;
}

/**
 * How much to make for a season, to keep back and to send first, from shares: demand × (1 + safety share) is
 * made, the holdback share of it is kept. Both are rounded to the nearest unit, halves up, and the rest goes
 * first. Shares chosen by hand: the holdback that earns most comes from `planTwoStageAllocation`.
 *
 * @param demandUnits expected demand of the season, at least 0
 * @param safetyShare part of the demand made on top, at least 0
 * @param holdbackShare part of what is made that is kept back, 0 to 1
 * @throws RangeError naming the parameter out of range
 * @example
 * seasonQuantities({ demandUnits: 8000, safetyShare: 0.2, holdbackShare: 0.45 });
 * // { manufacturedUnits: 9600, holdbackUnits: 4320, initialUnits: 5280 }
 */
export function seasonQuantities(options: {
  demandUnits: number;
  safetyShare: number;
  holdbackShare: number;
}): SeasonQuantities {
  const { demandUnits, safetyShare, holdbackShare } = options;
  requireNonNegative('demandUnits', demandUnits);
  requireNonNegative('safetyShare', safetyShare);
  requireProbability('holdbackShare', holdbackShare);
  const manufacturedUnits = roundHalfUp(demandUnits * (1 + safetyShare));
  if (!Number.isSafeInteger(manufacturedUnits)) {
    throw new RangeError(
      `demandUnits × (1 + safetyShare) is ${manufacturedUnits}; it must be at most ${Number.MAX_SAFE_INTEGER}`,
    );
  }
  const holdbackUnits = Math.min(manufacturedUnits, roundHalfUp(manufacturedUnits * holdbackShare));
  return { manufacturedUnits, holdbackUnits, initialUnits: manufacturedUnits - holdbackUnits };
}

/** A product such as 10 × 1.15 is 11.499999999999998 in binary and means 11.5. */
function roundHalfUp(value: number): number {
  return Math.floor(Number(value.toPrecision(15)) + 0.5);
}
