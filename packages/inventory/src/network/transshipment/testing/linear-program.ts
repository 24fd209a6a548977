import highs from 'highs';
import type { TransshipmentLane, TransshipmentProblem } from '../transshipment-problem.ts';

/** Transshipments as linear programmes, solved by HiGHS: a second opinion for tests and benchmarks. */
export interface LinearProgramSolver {
  /** @throws Error unless HiGHS finds the optimum */
  netSaving(problem: TransshipmentProblem): number;
}

// At run time the default export is the loader; the types of the package describe its CommonJS form.
const loadHighs = highs as unknown as typeof highs.default;

export async function linearProgramSolver(): Promise<LinearProgramSolver> {
  const solver = await loadHighs();
  return {
    netSaving(problem) {
      if (problem.lanes.length === 0) return 0;
      const solution = solver.solve(linearProgram(problem), { output_flag: false });
      if (solution.Status !== 'Optimal') throw new Error(`HiGHS ended with ${solution.Status}`);
      return solution.ObjectiveValue;
    },
  };
}

/** In CPLEX LP format: x for the units on a lane, y for the units in a step of a destination. */
function linearProgram({ sources, destinations, lanes }: TransshipmentProblem): string {
  const terms = lanes.map(
    ({ source, costPerUnit }, lane) =>
      `- ${costPerUnit + (sources[source]!.salvageValuePerUnit ?? 0)} x${lane}`,
  );
  const bounds = lanes.map(({ capacityUnits }, lane) => `0 <= x${lane} <= ${capacityUnits ?? 1e6}`);
  const rows: string[] = [];
  const unitsOf = (isIn: (lane: TransshipmentLane) => boolean) =>
    lanes.flatMap((lane, index) => (isIn(lane) ? [`+ x${index}`] : [])).join(' ');
  sources.forEach(({ excessUnits }, source) => {
    const units = unitsOf((lane) => lane.source === source);
    if (units !== '') rows.push(`${units} <= ${excessUnits}`);
  });
  destinations.forEach(({ benefits }, destination) => {
    const units = unitsOf((lane) => lane.destination === destination);
    if (units === '') return;
    rows.push(`${units} ${benefits.map((_, step) => `- y${destination}_${step}`).join(' ')} = 0`);
    benefits.forEach((step, index) => {
      terms.push(`+ ${step.valuePerUnit} y${destination}_${index}`);
      bounds.push(`0 <= y${destination}_${index} <= ${step.units}`);
    });
  });
  const sections = [
    ['Maximize', `obj: ${terms.join(' ')}`],
    ['Subject To', ...rows],
    ['Bounds', ...bounds],
  ];
  return `${sections.map((lines) => lines.join('\n ')).join('\n')}\nEnd`;
}
