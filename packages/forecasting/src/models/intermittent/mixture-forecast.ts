import { countForecast } from '../../forecasts/count-forecast.ts';
import { type CountTable, CountWeights } from '../../forecasts/count-table.ts';
import type { Forecast } from '../../model.ts';
import type { CountMixture, LevelComponent } from './count-mixture.ts';
import { addSizes, meanOfSizes, SIZE_WAYS } from './demand-sizes.ts';
import { levelUncertainty } from './level-uncertainty.ts';

/** The periods ahead of a mixture. */
export function mixtureForecast(mixture: CountMixture, horizon: number): Forecast {
  const { lattice, season } = mixture;
  const { average, variance } = levelMoments(mixture);
  const placeAt = (step: number): number => (lattice.cells.length + step) % season.period;
  const occurrenceMean = occurrenceShare(mixture);
  const mean = new Float64Array(horizon);
  for (let step = 0; step < horizon; step++) {
    const factor = season.factors[placeAt(step)]!;
    mean[step] = lattice.unit * (occurrenceMean + factor * (average - occurrenceMean));
  }
  return countForecast({
    mean,
    tables() {
      const byPlace = new Map<number, CountTable>();
      const tableAt = (step: number): CountTable => {
        const place = placeAt(step);
        const table = byPlace.get(place) ?? mixtureTable(mixture, season.factors[place]!);
        byPlace.set(place, table);
        return table;
      };
      const tables = season.period === 1 ? [tableAt(0)] : Array.from(mean, (_, step) => tableAt(step));
      return { tables, levelVariance: variance * lattice.unit * lattice.unit };
    },
  });
}

/** Distribution of a period with that season factor. */
export function mixtureTable({ lattice, levels, occurrences, sizes }: CountMixture, factor = 1): CountTable {
  const weights = new CountWeights();
  for (const component of levels) {
    const { weight, dispersion } = component;
    const uncertainty = uncertaintyOf(component);
    weights.addNegativeBinomial({
      mean: component.levels.level * factor,
      dispersion: dispersion + uncertainty * (1 + dispersion),
      weight,
    });
  }
  const byWay = new Float64Array(SIZE_WAYS.length);
  for (const { weight, occurrence, way } of occurrences) {
    weights.addAtom(0, weight * (1 - occurrence.probability));
    byWay[way]! += weight * occurrence.probability;
  }
  byWay.forEach((weight, way) => {
    if (weight > 0) addSizes(weights, sizes, { way, weight });
  });
  return weights.table(lattice.unit);
}

function uncertaintyOf({ dispersion, levels }: LevelComponent): number {
  return levelUncertainty(1 / levels.level + dispersion, levels.weight);
}

/** Mean and variance of the expected demand of an average period, over the components and within each. */
function levelMoments(mixture: CountMixture): { average: number; variance: number } {
  let average = 0;
  let squares = 0;
  for (const component of mixture.levels) {
    const { level } = component.levels;
    average += component.weight * level;
    squares += component.weight * level * level * (1 + uncertaintyOf(component));
  }
  for (const { weight, way, occurrence } of mixture.occurrences) {
    const size = meanOfSizes(mixture.sizes, way);
    const { probability } = occurrence;
    const level = probability * size;
    average += weight * level;
    squares += weight * level * level;
    // The share of periods with demand is binomial over the periods that it rests on.
    squares += (weight * size * size * probability * (1 - probability)) / occurrence.weight;
  }
  return { average, variance: Math.max(0, squares - average * average) };
}

/** Expected demand that the components without a season contribute. */
function occurrenceShare({ occurrences, sizes }: CountMixture): number {
  let share = 0;
  for (const { weight, way, occurrence } of occurrences) {
    share += weight * occurrence.probability * meanOfSizes(sizes, way);
  }
  return share;
}
