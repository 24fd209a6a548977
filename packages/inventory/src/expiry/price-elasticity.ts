/** Sales of one group at one price: the sufficient statistics of a Poisson demand model. */
export interface PriceSpellSales {
  /** what shares a base level: one series on one weekday, so neither store nor weekday is taken for price */
  group: string;
  /** above 0 */
  pricePerUnit: number;
  /** over all days of the group at this price */
  unitsSold: number;
  /** days in stock at this price, above 0 */
  days: number;
}

export interface ElasticityFit {
  /** own-price elasticity [beta]: percent of demand for one percent of price */
  elasticity: number;
  /** quasi-Poisson */
  standardError: number;
  /** Pearson chi-square by degrees of freedom, at least 1 */
  dispersion: number;
  /** most price changes seen in one group: distinct prices less one */
  priceChanges: number;
}

export interface ElasticityEstimate {
  /** at most 0 */
  elasticity: number;
  standardError: number;
  /** 10 % and 90 % bounds, at most 0 */
  low: number;
  high: number;
  /** where most of the information comes from */
  source: 'item' | 'category' | 'default';
  /** of the item itself */
  priceChanges: number;
}

/** Beyond this the likelihood is flat or runs away, as when nothing was sold at the high price. */
const STEEPEST = 10;
/** z of the 90 % quantile of the normal distribution. */
const Z_90 = 1.2815515655446004;
/**
 * Belief before any data: nearer to 0 than the mean of -2.62 that Bijmolt, van Heerde and Pieters (2005)
 * found over 1,851 estimates, most of them of single brands, which lose customers to each other.
 */
export const DEFAULT_ELASTICITY = { elasticity: -2, standardError: 0.7 };
/** How far items of one category differ in truth: keeps a well-measured category from silencing an item. */
const ITEM_SPREAD = 0.5;

/**
 * Own-price elasticity from price spells, by the conditional (fixed-effects) Poisson likelihood: given
 * what a group sold in all, its units fall on prices in the ratio days x price^beta, whatever its own
 * level. One-dimensional Newton; the likelihood is concave.
 *
 * @returns null when no group sold anything at two prices: there is nothing to learn from
 * @throws RangeError when a price or day count is not positive, or units are negative
 * @see Cameron and Trivedi (2013), Regression Analysis of Count Data, 2nd ed., section 9.4
 */
export function fitElasticity(rows: PriceSpellSales[]): ElasticityFit | null {
  const groups = informativeGroups(rows);
  if (groups.length === 0) return null;
  let beta = DEFAULT_ELASTICITY.elasticity;
  for (let round = 0; round < 100; round++) {
    const { slope, information } = derivatives(groups, beta);
    if (information < 1e-12) break;
    // Steps of at most 2 keep a far start from leaping over the maximum.
    const step = Math.max(-2, Math.min(2, slope / information));
    beta = Math.max(-STEEPEST, Math.min(STEEPEST, beta + step));
    if (Math.abs(step) < 1e-10) break;
  }
  const { information, chiSquare, cells } = derivatives(groups, beta);
  if (information < 1e-12) return null;
  const freedom = cells - groups.length - 1;
  const dispersion = freedom > 0 ? Math.max(1, chiSquare / freedom) : 1;
  return {
    elasticity: beta,
    standardError: Math.sqrt(dispersion / information),
    dispersion,
    priceChanges: groups.reduce((most, group) => Math.max(most, group.length - 1), 0),
  };
}

/**
 * Elasticity of an item, drawn towards its category and that towards a default by precision: the mean
 * and variance of normal beliefs, each weighted with 1 / variance. An item with few price changes thus
 * borrows, one with many speaks for itself.
 *
 * @param item     rows of the item
 * @param category fit over all items of its category, from `fitElasticity` with groups per item; null or
 *   absent when there is none
 * @param fallback belief without any data, default -2.0 with standard error 0.7
 */
export function estimateElasticity(options: {
  item: PriceSpellSales[];
  category?: ElasticityFit | null;
  fallback?: { elasticity: number; standardError: number };
}): ElasticityEstimate {
  const { item, category, fallback = DEFAULT_ELASTICITY } = options;
  if (!(fallback.standardError > 0)) {
    throw new RangeError(`fallback.standardError is ${fallback.standardError}; it must be above 0`);
  }
  const own = fitElasticity(item);
  const shared = category ? weighted(fallback, category) : fallback;
  // The category says where its items lie on average; this one lies around that.
  const prior = category
    ? {
        ...shared,
        standardError: Math.min(fallback.standardError, Math.hypot(shared.standardError, ITEM_SPREAD)),
      }
    : fallback;
  const { elasticity, standardError } = own ? weighted(prior, own) : prior;
  return {
    elasticity: Math.min(0, elasticity),
    standardError,
    low: Math.min(0, elasticity - Z_90 * standardError),
    high: Math.min(0, elasticity + Z_90 * standardError),
    source: sourceOf(own, category ?? null, prior, fallback),
    priceChanges: own?.priceChanges ?? 0,
  };
}

interface Belief {
  elasticity: number;
  standardError: number;
}

function weighted(a: Belief, b: Belief): Belief {
  const precisionA = a.standardError ** -2;
  const precisionB = b.standardError ** -2;
  return {
    elasticity: (a.elasticity * precisionA + b.elasticity * precisionB) / (precisionA + precisionB),
    standardError: (precisionA + precisionB) ** -0.5,
  };
}

function sourceOf(
  own: ElasticityFit | null,
  category: ElasticityFit | null,
  prior: Belief,
  fallback: Belief,
): ElasticityEstimate['source'] {
  if (own && own.standardError <= prior.standardError) return 'item';
  return category && category.standardError <= fallback.standardError ? 'category' : 'default';
}

interface PriceCell {
  logPrice: number;
  units: number;
  days: number;
}

/** Groups that sold something and saw two prices, each price once. */
function informativeGroups(rows: PriceSpellSales[]): PriceCell[][] {
  const groups = new Map<string, Map<number, PriceCell>>();
  for (const { group, pricePerUnit, unitsSold, days } of rows) {
    if (!(pricePerUnit > 0))
      throw new RangeError(`pricePerUnit of ${group} is ${pricePerUnit}; it must be above 0`);
    if (!(days > 0)) throw new RangeError(`days of ${group} is ${days}; it must be above 0`);
    if (!(unitsSold >= 0))
      throw new RangeError(`unitsSold of ${group} is ${unitsSold}; it must be at least 0`);
    const cells = groups.get(group) ?? new Map<number, PriceCell>();
    groups.set(group, cells);
    const cell = cells.get(pricePerUnit) ?? { logPrice: Math.log(pricePerUnit), units: 0, days: 0 };
    cell.units += unitsSold;
    cell.days += days;
    cells.set(pricePerUnit, cell);
  }
  return [...groups.values()]
    .map((cells) => [...cells.values()])
    .filter((cells) => cells.length > 1 && cells.some((cell) => cell.units > 0));
}

/** Slope and (negative) curvature of the log-likelihood, and the Pearson statistic, at beta. */
function derivatives(groups: PriceCell[][], beta: number) {
  let slope = 0;
  let information = 0;
  let chiSquare = 0;
  let cells = 0;
  for (const group of groups) {
    // Prices relative to the first keep the powers in range.
    const origin = group[0]!.logPrice;
    let weight = 0;
    let first = 0;
    let second = 0;
    let units = 0;
    let unitsByPrice = 0;
    for (const cell of group) {
      const x = cell.logPrice - origin;
      const w = cell.days * Math.exp(beta * x);
      weight += w;
      first += w * x;
      second += w * x * x;
      units += cell.units;
      unitsByPrice += cell.units * x;
    }
    const mean = first / weight;
    slope += unitsByPrice - units * mean;
    information += units * Math.max(0, second / weight - mean * mean);
    for (const cell of group) {
      const expected = (units * cell.days * Math.exp(beta * (cell.logPrice - origin))) / weight;
      chiSquare += (cell.units - expected) ** 2 / expected;
    }
    cells += group.length;
  }
  return { slope, information, chiSquare, cells };
}
