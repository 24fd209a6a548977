/** One thing `bench/inventory.ts` measures, at several sizes. */
export interface Measurement {
  area: string;
  /** what is solved, as `Wagner-Whitin, one item` */
  name: string;
  /** what the size counts: `periods`, `nodes` */
  sizeUnit: string;
  sizes: number[];
  /** what a run counts: `instances`, `items`, `path-days` */
  unit: string;
  /** Makes the inputs, seeded, outside the measured time. */
  prepare(size: number): Contest;
}

/** What is measured at one size. */
export interface Contest {
  /** Does the work and returns how many units of it were done. */
  run(): number;
  /** The same result by the plain method, run in turn with `run`, so that the ratio is fair. */
  against?: { name: string; run(): number };
}
