import { countTable } from '../../projection/count-table.ts';
import { type DemandPathsInput, requirePaths, sampleDemandPaths } from '../../projection/daily-demand.ts';
import type { ProtectionDemand } from './policy-form.ts';
import type { ReplaySituation } from './replay-types.ts';

const DEFAULT_PATHS = 1000;

/** Two situations of equal kind that share no random number: one to choose on, one to verify on. */
export interface SearchSituations {
  search: ReplaySituation & { demand: DemandPathsInput };
  verification: ReplaySituation & { demand: DemandPathsInput };
}

/**
 * Where demand is given as distributions both get fresh paths of their own; given paths are shared out, the even
 * ones to choose on, the odd ones to verify on.
 *
 * @throws RangeError when there are fewer than 4 given paths
 */
export function splitSituation(situation: ReplaySituation): SearchSituations {
  const { demand, seed, paths = DEFAULT_PATHS } = situation;
  const searchSeed = `${seed}/search`;
  const verificationSeed = `${seed}/verification`;
  if ('daily' in demand) {
    const of = (drawSeed: string) => ({
      ...withoutPaths(situation),
      demand: sampleDemandPaths({ demand, paths, seed: drawSeed }),
      seed: drawSeed,
    });
    return { search: of(searchSeed), verification: of(verificationSeed) };
  }
  requirePaths(demand, 'demand');
  if (demand.paths < 4) {
    throw new RangeError(`demand.paths is ${demand.paths}; it must be at least 4, half of them to verify on`);
  }
  const rest = withoutPaths(situation);
  return {
    search: { ...rest, demand: everySecondPath(demand, 0), seed: searchSeed },
    verification: { ...rest, demand: everySecondPath(demand, 1), seed: verificationSeed },
  };
}

function withoutPaths(situation: ReplaySituation): Omit<ReplaySituation, 'paths'> {
  const { paths: _, ...rest } = situation;
  return rest;
}

function everySecondPath({ paths, days, units }: DemandPathsInput, first: number): DemandPathsInput {
  const chosen = Math.floor((paths - first + 1) / 2);
  const half = new Int32Array(chosen * days);
  for (let path = 0; path < chosen; path++) {
    const from = (2 * path + first) * days;
    half.set(units.subarray(from, from + days), path * days);
  }
  return { paths: chosen, days, units: half };
}

/** Moments of daily demand over all paths and days, and of the lead time. */
export function protectionDemand(
  situation: ReplaySituation & { demand: DemandPathsInput },
): ProtectionDemand {
  const { units } = situation.demand;
  let sum = 0;
  let squares = 0;
  for (let cell = 0; cell < units.length; cell++) {
    sum += units[cell]!;
    squares += units[cell]! * units[cell]!;
  }
  const meanPerDay = sum / units.length;
  const { leadTimeDays, reviewPeriodDays = 1 } = situation;
  const leadTime = typeof leadTimeDays === 'number' ? undefined : countTable(leadTimeDays, 'leadTimeDays');
  let leadTimeVariance = 0;
  leadTime?.probabilities.forEach((probability, days) => {
    leadTimeVariance += probability * (days - leadTime.mean) ** 2;
  });
  return {
    meanPerDay,
    variancePerDay: Math.max(0, squares / units.length - meanPerDay * meanPerDay),
    meanLeadTimeDays: typeof leadTimeDays === 'number' ? leadTimeDays : leadTime!.mean,
    leadTimeVariance,
    reviewPeriodDays,
  };
}
