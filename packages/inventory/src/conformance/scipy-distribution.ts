import {
  beta,
  counts,
  type Distribution,
  exponential,
  gamma,
  geometric,
  logGamma,
  lognormal,
  negativeBinomial,
  normal,
  poisson,
  requireFinite,
  requirePositive,
  uniform,
} from '@granary/statistics';
import type { Inputs } from './inputs.ts';

/** Parameters of one distribution in the order in which SciPy takes them, before loc and scale. */
interface ScipyForm {
  shapes: string[];
  /** counts have a loc only */
  scaled: boolean;
  /** with loc 0 and scale 1 */
  standard(shapes: number[]): Distribution;
  /** moved by this much beside loc: SciPy's geometric starts at 1 */
  start?(shapes: number[]): number;
}

const forms: Record<string, ScipyForm> = {
  norm: { shapes: [], scaled: true, standard: () => normal.distribution({ mean: 0, standardDeviation: 1 }) },
  lognorm: {
    shapes: ['s'],
    scaled: true,
    standard: ([s = Number.NaN]) => lognormal.distribution({ logMean: 0, logStandardDeviation: s }),
  },
  uniform: { shapes: [], scaled: true, standard: () => uniform.distribution({ low: 0, high: 1 }) },
  expon: { shapes: [], scaled: true, standard: () => exponential.distribution({ mean: 1 }) },
  gamma: {
    shapes: ['a'],
    scaled: true,
    standard: ([a = Number.NaN]) => gamma.distribution({ shape: a, scale: 1 }),
  },
  beta: {
    shapes: ['a', 'b'],
    scaled: true,
    standard: ([a = Number.NaN, b = Number.NaN]) => beta.distribution({ alpha: a, beta: b }),
  },
  poisson: {
    shapes: ['mu'],
    scaled: false,
    standard: ([mean = Number.NaN]) => poisson.distribution({ mean }),
  },
  geom: {
    shapes: ['p'],
    scaled: false,
    standard: ([probability = Number.NaN]) => geometric.distribution({ probability }),
    start: () => 1,
  },
  nbinom: {
    shapes: ['n', 'p'],
    scaled: false,
    standard: ([n = Number.NaN, p = Number.NaN]) =>
      negativeBinomial.distribution({ mean: (n * (1 - p)) / p, size: n }),
  },
  binom: {
    shapes: ['n', 'p'],
    scaled: false,
    standard: ([n = Number.NaN, p = Number.NaN]) =>
      counts.distribution({ probabilities: binomialProbabilities(n, p) }),
  },
  randint: {
    shapes: ['low', 'high'],
    scaled: false,
    standard: ([low = Number.NaN, high = Number.NaN]) =>
      counts.distribution({ probabilities: equalProbabilities(low, high) }),
    start: ([low = Number.NaN]) => low,
  },
};

/**
 * A distribution as SciPy writes it: `{"scipy": "geom", "args": [0.7, -1], "kwds": {}}`, the shapes of the
 * distribution first, then loc and, for continuous ones, scale; each by place or by name.
 *
 * @throws RangeError when the name is unknown, or a shape is missing, unknown or given twice
 */
export function scipyDistribution(inputs: Inputs): Distribution {
  const name = inputs.text('scipy');
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (!form) throw new RangeError(`the distribution ${name} is unknown`);
  const names = [...form.shapes, 'loc', ...(form.scaled ? ['scale'] : [])];
  const given: Record<string, number> = {};
  const args = inputs.has('args') ? inputs.numbers('args') : [];
  for (const [index, value] of args.entries()) {
    const at = names[index];
    if (at === undefined) throw new RangeError(`${name} has ${args.length} args; it takes ${names.length}`);
    given[at] = value;
  }
  const keywords = inputs.optionalObject('kwds');
  for (const keyword of keywords?.names() ?? []) {
    if (!names.includes(keyword)) throw new RangeError(`${name} has no parameter ${keyword}`);
    if (Object.hasOwn(given, keyword)) throw new RangeError(`${name} has ${keyword} twice`);
    given[keyword] = keywords?.number(keyword) ?? Number.NaN;
  }
  const shapes = form.shapes.map((shape) => {
    const value = given[shape];
    if (value === undefined) throw new RangeError(`${name} has no ${shape}; it must be given`);
    return value;
  });
  const { loc = 0, scale = 1 } = given;
  return movedAndScaled(form.standard(shapes), { by: loc + (form.start?.(shapes) ?? 0), scale });
}

/** The distribution of by + scale × X. */
function movedAndScaled(standard: Distribution, { by, scale }: { by: number; scale: number }): Distribution {
  requirePositive('scale', scale);
  requireFinite('loc', by);
  const z = (x: number) => (x - by) / scale;
  return {
    support: standard.support,
    mean: by + scale * standard.mean,
    variance: scale * scale * standard.variance,
    density: (x) => standard.density(z(x)) / scale,
    logDensity: (x) => standard.logDensity(z(x)) - Math.log(scale),
    cdf: (x) => standard.cdf(z(x)),
    survival: (x) => standard.survival(z(x)),
    quantile: (p) => by + scale * standard.quantile(p),
    loss: (x) => scale * standard.loss(z(x)),
    complementaryLoss: (x) => scale * standard.complementaryLoss(z(x)),
    secondLoss: (x) => scale * scale * standard.secondLoss(z(x)),
    complementarySecondLoss: (x) => scale * scale * standard.complementarySecondLoss(z(x)),
    sample: (random) => by + scale * standard.sample(random),
  };
}

function binomialProbabilities(trials: number, probability: number): number[] {
  if (!(Number.isInteger(trials) && trials >= 0)) {
    throw new RangeError(`n is ${trials}; it must be a whole number, at least 0`);
  }
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`p is ${probability}; it must lie between 0 and 1`);
  }
  return Array.from({ length: trials + 1 }, (_, count) => {
    const ways = logGamma(trials + 1) - logGamma(count + 1) - logGamma(trials - count + 1);
    // As a sum of logarithms: of 1030 trials on the ways alone exceed the largest number.
    const one = count > 0 ? count * Math.log(probability) : 0;
    const other = trials > count ? (trials - count) * Math.log1p(-probability) : 0;
    return Math.exp(ways + one + other);
  });
}

/** Of the whole numbers from low up to, but without, high. */
function equalProbabilities(low: number, high: number): number[] {
  const values = high - low;
  if (!(Number.isInteger(values) && values >= 1)) {
    throw new RangeError(`high is ${high}; it must be a whole number greater than low ${low}`);
  }
  return new Array(values).fill(1 / values);
}
