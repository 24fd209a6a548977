import { allModels, type FittedModel, modelByName } from '@granary/forecasting';
import { type TableColumn, textTable } from '../text-table.ts';
import { readDataSet, type SeriesCase } from './data-sets.ts';
import { type OracleRow, readOracle } from './oracle.ts';

/** A method of R, the model that should agree with it, and how closely. */
interface Agreement {
  oracle: string;
  model: string;
  options?: object;
  /** options that fit R's own form, where the automatic choice may be another */
  optionsOfForm?(form: string): object;
  /** largest relative difference of the means that counts as the same */
  tolerance: number;
}

/** One series: what R said and what the model says. */
interface Comparison {
  row: OracleRow;
  form: string;
  sameForm: boolean;
  /** of ours minus that of R: above zero, ours is more likely; of R's form */
  logLikelihood: number | undefined;
  /** of ours minus that of R: below zero, ours is better; of the form we choose */
  aicc: number | undefined;
  /** largest difference of a mean, relative to R's, of R's form */
  mean: number | undefined;
}

/** Tolerances of the likelihood and the AICc. */
const LIKELIHOOD_TOLERANCE = 1e-3;
const AICC_TOLERANCE = 0.5;

const AGREEMENTS: readonly Agreement[] = [
  {
    oracle: 'ets',
    model: 'ets',
    tolerance: 0.01,
    optionsOfForm: (form) => ({ form: form.replace(/ETS|\W/g, '') }),
  },
  { oracle: 'auto.arima', model: 'arima', tolerance: 0.01 },
  { oracle: 'thetaf', model: 'theta', tolerance: 1e-3 },
  { oracle: 'croston', model: 'croston', options: { alpha: 0.1 }, tolerance: 1e-6 },
  { oracle: 'sba', model: 'sba', options: { alpha: 0.1 }, tolerance: 1e-6 },
];

/**
 * Compares with R's forecast 8.20, series by series, and says for which share the issue's tolerances hold.
 *
 * @param options.sets   all that R forecast if empty
 * @param options.models all that R has a method for, and this package too, if empty
 */
export function agreementReport(options: { folder: string; sets: string[]; models: string[] }): string {
  const { folder, sets, models } = options;
  const asked = AGREEMENTS.filter(({ model }) =>
    models.length === 0 ? allModels.some(({ name }) => name === model) : models.includes(model),
  );
  const readings = new Map<string, ReadonlyMap<string, SeriesCase>>();
  const caseOf = ({ dataset, id }: OracleRow): SeriesCase => {
    let cases = readings.get(dataset);
    if (!cases) {
      cases = new Map(readDataSet({ folder, set: dataset }).map((at) => [at.id, at]));
      readings.set(dataset, cases);
    }
    return cases.get(id)!;
  };
  const parts = asked.map((agreement) => {
    const rows = [...readOracle(folder, agreement.oracle).values()].filter(
      ({ dataset }) => sets.length === 0 || sets.includes(dataset),
    );
    const comparisons = rows.map((row) => compare(agreement, row, caseOf(row)));
    return comparisons.length === 0 ? '' : `${detailTable(comparisons)}${summary(agreement, comparisons)}\n`;
  });
  return parts.join('\n');
}

function compare(agreement: Agreement, row: OracleRow, at: SeriesCase): Comparison {
  const model = modelByName(agreement.model);
  // R saw the season of its own column, and no second one.
  const series = { ...at.series, seasonalPeriods: row.period > 1 ? [row.period] : [] };
  const chosen = model.fit(series, agreement.options);
  const sameForm = chosen.form === row.form;
  const ofForm =
    agreement.optionsOfForm && !sameForm
      ? model.fit(series, { ...agreement.options, ...agreement.optionsOfForm(row.form) })
      : chosen;
  // R filled gaps before it fitted, in another way: it saw other values.
  const comparable = !at.history.some(Number.isNaN);
  const difference = (ours: number | undefined, r: number | undefined): number | undefined =>
    comparable && ours !== undefined && r !== undefined ? ours - r : undefined;
  return {
    row,
    form: chosen.form,
    sameForm,
    logLikelihood:
      ofForm.form === row.form ? difference(ofForm.criteria?.logLikelihood, row.logLikelihood) : undefined,
    aicc: difference(chosen.criteria?.aicc, row.aicc),
    mean: comparable ? largestDifference(ofForm, row.mean) : undefined,
  };
}

function largestDifference(fitted: FittedModel, means: Float64Array): number {
  const ours = fitted.forecast(means.length).mean;
  return Math.max(
    ...means.map((mean, step) => Math.abs(ours[step]! - mean) / Math.max(Math.abs(mean), 1e-12)),
  );
}

const COLUMNS: TableColumn[] = [
  { heading: 'set', align: 'left' },
  { heading: 'id', align: 'left' },
  { heading: 'R', align: 'left' },
  { heading: 'ours', align: 'left' },
  { heading: 'log-likelihood' },
  { heading: 'AICc' },
  { heading: 'mean, relative' },
];

function detailTable(comparisons: Comparison[]): string {
  const signed = (value: number | undefined): string =>
    value === undefined ? '-' : `${value >= 0 ? '+' : ''}${value.toFixed(4)}`;
  return textTable(
    COLUMNS,
    comparisons.map(({ row, form, logLikelihood, aicc, mean }) => [
      row.dataset,
      row.id,
      row.form || row.method,
      form,
      signed(logLikelihood),
      signed(aicc),
      mean?.toExponential(1) ?? 'gaps',
    ]),
  );
}

function summary({ oracle, model, tolerance }: Agreement, comparisons: Comparison[]): string {
  const share = (name: string, values: (number | undefined)[], holds: (value: number) => boolean): string => {
    const known = values.filter((value) => value !== undefined);
    return known.length === 0 ? '' : `; ${name} ${known.filter(holds).length} of ${known.length}`;
  };
  const withForm = comparisons.filter(({ row }) => row.form !== '');
  const same = withForm.filter(({ sameForm }) => sameForm).length;
  return [
    `${model} against R's ${oracle}: ${comparisons.length} series${withForm.length > 0 ? `, same form ${same}` : ''}`,
    share(
      `likelihood of R's form not more than ${LIKELIHOOD_TOLERANCE} worse`,
      comparisons.map(({ logLikelihood }) => logLikelihood),
      (value) => value >= -LIKELIHOOD_TOLERANCE,
    ),
    share(
      `AICc not more than ${AICC_TOLERANCE} worse`,
      comparisons.map(({ aicc }) => aicc),
      (value) => value <= AICC_TOLERANCE,
    ),
    share(
      `means within ${tolerance}`,
      comparisons.map(({ mean }) => mean),
      (value) => value <= tolerance,
    ),
  ].join('');
}
