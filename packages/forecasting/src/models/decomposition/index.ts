import type { ModelOnInput } from '../define-model.ts';
import { mstl } from './mstl.ts';
import { rankOne } from './rank-one.ts';
import { trendAndSeason } from './trend-and-season.ts';

export { type MstlOptions, mstl } from './mstl.ts';
export { rankOne } from './rank-one.ts';
export { type SeveralSeasons, severalSeasons } from './several-seasons.ts';
export { type Decomposition, type StlOptions, stl } from './stl.ts';
export { type TrendAndSeasonOptions, trendAndSeason } from './trend-and-season.ts';

/** The models of this family, by which `modelByName` finds them. */
export const decompositionModels: readonly ModelOnInput[] = [mstl, rankOne, trendAndSeason];
