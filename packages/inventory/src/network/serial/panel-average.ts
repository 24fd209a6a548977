import { gaussLegendre } from './gauss-legendre.ts';

/** A kink of a function, or what normal averages left of one: beyond `REACH` widths the function is smooth. */
export interface Bend {
  at: number;
  /** standard deviation of all it was averaged over; 0 for a kink as it is */
  width: number;
}

/** Part of the line, cut into equal panels. */
export interface Stretch {
  start: number;
  panels: number;
  panelWidth: number;
}

/** Standard deviations beyond which a normal tail is less than 1e-18 of the whole. */
export const REACH = 9;

const GAUSS = gaussLegendre(12);

/** Panels from `start` to `end`: no wider than the bends they lie in nor than `widest`, none across a kink. */
export function stretchesBetween(
  start: number,
  end: number,
  bends: readonly Bend[],
  widest: number,
): Stretch[] {
  const cuts = bends
    .flatMap(({ at, width }) => [at - REACH * width, at + REACH * width])
    .filter((cut) => start < cut && cut < end);
  const ends = Float64Array.from([start, ...cuts, end]).sort();
  const stretches: Stretch[] = [];
  for (let index = 0; index + 1 < ends.length; index++) {
    const from = ends[index]!;
    const to = ends[index + 1]!;
    const middle = (from + to) / 2;
    const width = bends
      .filter((bend) => Math.abs(middle - bend.at) < REACH * bend.width)
      .reduce((least, bend) => Math.min(least, bend.width), widest);
    const panels = Math.ceil((to - from) / width);
    if (panels > 0) stretches.push({ start: from, panels, panelWidth: (to - from) / panels });
  }
  return stretches;
}

/**
 * E[f(x − Z); x − Z in the stretches] as a function of x, for normal Z of mean 0. Gauss–Legendre on each panel
 * within reach; f is evaluated on a panel when the panel is first needed, so that a narrow Z next to a wide
 * stretch costs no more than a wide one.
 */
export function averageOverPanels(
  f: (x: number) => number,
  stretches: readonly Stretch[],
  standardDeviation: number,
): (x: number) => number {
  const points = GAUSS.positions.length;
  const reach = REACH * standardDeviation;
  const weighted = stretches.map(() => new Map<number, Float64Array>());

  const valuesOn = ({ start, panelWidth }: Stretch, panel: number): Float64Array =>
    GAUSS.positions.map(
      (position, point) =>
        0.5 *
        panelWidth *
        GAUSS.weights[point]! *
        f(start + panelWidth * (panel + 0.5) + 0.5 * panelWidth * position),
    );

  return (x) => {
    let sum = 0;
    stretches.forEach((stretch, index) => {
      const { start, panels, panelWidth } = stretch;
      const known = weighted[index]!;
      const first = Math.max(0, Math.floor((x - reach - start) / panelWidth));
      const last = Math.min(panels - 1, Math.floor((x + reach - start) / panelWidth));
      for (let panel = first; panel <= last; panel++) {
        let values = known.get(panel);
        if (!values) {
          values = valuesOn(stretch, panel);
          known.set(panel, values);
        }
        const middle = start + panelWidth * (panel + 0.5);
        for (let point = 0; point < points; point++) {
          const z = (x - middle - 0.5 * panelWidth * GAUSS.positions[point]!) / standardDeviation;
          sum += values[point]! * Math.exp(-0.5 * z * z);
        }
      }
    });
    return sum / (standardDeviation * Math.sqrt(2 * Math.PI));
  };
}
