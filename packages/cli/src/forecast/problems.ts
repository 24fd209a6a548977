/** Something in a file that could not be used, and how to mend it. */
export interface Problem {
  file: string;
  /** as an editor counts; absent if it is about more than a row */
  row?: number;
  column?: string;
  id?: string;
  /** what is wrong, what was done about it, and what to write instead */
  message: string;
}

export interface Problems {
  /** all there were */
  count: number;
  /** the first ones */
  kept: Problem[];
  add(problem: Problem): void;
}

const MOST_KEPT = 100;

/** Counts all problems and keeps the first ones: a file of a million bad rows is no reason to fill the memory. */
export function collectProblems(): Problems {
  const kept: Problem[] = [];
  const problems: Problems = {
    count: 0,
    kept,
    add(problem) {
      problems.count++;
      if (kept.length < MOST_KEPT) kept.push(problem);
    },
  };
  return problems;
}

/** `sales.csv, row 17, column "units": …` */
export function problemLine({ file, row, column, id, message }: Problem): string {
  const place = [
    file,
    ...(row === undefined ? [] : [`row ${row}`]),
    ...(column === undefined ? [] : [`column "${column}"`]),
    ...(id === undefined ? [] : [`id "${id}"`]),
  ];
  return `${place.join(', ')}: ${message}`;
}
