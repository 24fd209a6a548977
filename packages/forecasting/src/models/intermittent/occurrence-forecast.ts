import { countForecast } from '../../forecasts/count-forecast.ts';
import { type CountTable, CountWeights, tableVariance } from '../../forecasts/count-table.ts';
import type { Forecast } from '../../model.ts';
import type { ModelInput } from '../../series/model-input.ts';
import { type DemandLattice, demandLattice } from './demand-lattice.ts';
import { addSizes, demandSizes, meanOfSizes, SIZE_WAYS } from './demand-sizes.ts';
import { levelUncertainty } from './level-uncertainty.ts';

/** Sizes seen so far, with one smooth size for every six: see `SIZE_WAYS`. */
const WAY = SIZE_WAYS.findIndex(({ smooth, dispersion }) => smooth === 6 && dispersion === 1);

/**
 * The distribution around an expected demand per period that a method without one has found. A period has demand
 * with the probability that makes the mean right, and then the sizes of the history, smoothed. If even demand in every
 * period is too little for the mean, demand is negative binomial with the dispersion of the history.
 *
 * @param options.mean    expected demand of each period ahead, at least 0
 * @param options.periods of equal weight that tell the mean as exactly as the method does: the periods ahead share
 *                        its error
 */
export function occurrenceForecast(options: {
  input: ModelInput;
  horizon: number;
  mean: number;
  periods: number;
}): Forecast {
  const { input, horizon, mean, periods } = options;
  return countForecast({
    mean: new Float64Array(horizon).fill(mean),
    tables() {
      const table = tableOf(demandLattice(input.observed), mean);
      if (mean === 0) return { tables: [table], levelVariance: 0 };
      const ofOnePeriod = tableVariance(table) / (mean * mean);
      return {
        tables: [table],
        levelVariance: mean * mean * levelUncertainty(ofOnePeriod, Math.max(1, periods)),
      };
    },
  });
}

function tableOf(lattice: DemandLattice, mean: number): CountTable {
  const weights = new CountWeights();
  const cells = mean / lattice.unit;
  const { meanSize, dispersion } = moments(lattice.cells);
  const sizes = demandSizes(lattice.cells, { meanSize });
  const probability = cells / meanOfSizes(sizes, WAY);
  if (probability <= 1) {
    weights.addAtom(0, 1 - probability);
    addSizes(weights, sizes, { way: WAY, weight: probability });
  } else weights.addNegativeBinomial({ mean: cells, dispersion, weight: 1 });
  return weights.table(lattice.unit);
}

/** Mean of the demands, and what the variance of all periods has beyond Poisson's, per squared mean. */
function moments(cells: Int32Array): { meanSize: number; dispersion: number } {
  let known = 0;
  let demands = 0;
  let sum = 0;
  let squares = 0;
  for (const demand of cells) {
    if (demand < 0) continue;
    known++;
    if (demand > 0) demands++;
    sum += demand;
    squares += demand * demand;
  }
  if (demands === 0) return { meanSize: 1, dispersion: 1 };
  const mean = sum / known;
  return {
    meanSize: sum / demands,
    dispersion: Math.max(0, (squares / known - mean * mean - mean) / (mean * mean)),
  };
}
