/** For tests: demand as a forecast stores it. */

/** Exactly so many units every day, in every future. */
export const constant = (units: number) => ({
  model: 'lumpy-counts',
  parameters: {
    values: [units],
    cumulative: [1],
    weekdayFactors: [1, 1, 1, 1, 1, 1, 1],
    levelVariance: 0,
    levelDriftPerDay: 0,
    lastDay: 0,
    usableDays: 365,
  },
});

export const neverSold = { model: 'zero', parameters: { usableDays: 365 } };

/** About so many units a day: a level that is not known exactly, and days that scatter around it. */
export const uncertain = (level: number) => ({
  model: 'window-average',
  parameters: {
    level,
    size: 2,
    levelVariance: 0.05,
    levelDriftPerDay: 0.002,
    lastDay: 20_000,
    usableDays: 60,
  },
});
