/** Where the lowest level that achieves something may be. */
export interface LevelSearch {
  /** a guess, from `least` to `most` */
  start: number;
  least: number;
  most: number;
  achieves: (level: number) => boolean;
}

/** Levels that `scanLevels` tries at most before it looks closer. */
const MOST_TRIES = 200;

/**
 * The lowest level that achieves, where every higher one does too: doubles its steps away from `start` until the
 * answer is between two levels, then halves.
 *
 * @returns undefined when `most` does not achieve
 */
export function bisectLevel(options: LevelSearch): number | undefined {
  const { start, least, most, achieves } = options;
  let high = start;
  let low = start;
  let step = 1;
  while (!achieves(high)) {
    if (high === most) return undefined;
    low = high;
    high = Math.min(most, high + step);
    step *= 2;
  }
  while (low === high || achieves(low)) {
    high = low;
    if (low === least) return least;
    low = Math.max(least, low - step);
    step *= 2;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (achieves(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * A level that achieves where a higher one need not: the first of at most 200 evenly spread ones, or one between
 * it and the one tried before.
 *
 * @returns undefined when none of those tried achieves
 */
export function scanLevels({ least, most, achieves }: Omit<LevelSearch, 'start'>): number | undefined {
  const stride = Math.max(1, Math.ceil((most - least) / (MOST_TRIES - 1)));
  let before = least - 1;
  for (let level = least; ; level = Math.min(most, level + stride)) {
    if (achieves(level)) {
      for (let between = before + 1; between < level; between++) if (achieves(between)) return between;
      return level;
    }
    if (level === most) return undefined;
    before = level;
  }
}
