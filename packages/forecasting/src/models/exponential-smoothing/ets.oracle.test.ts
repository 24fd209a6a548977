import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ets } from './ets.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../../..');
const DATA = resolve(ROOT, process.env.GRANARY_DATA ?? '../shared/data');
const ORACLE = join(DATA, 'oracle/r_forecast_8.20.csv.gz');
const PRESENT = existsSync(ORACLE);

const linesOf = (path: string): string[] =>
  gunzipSync(readFileSync(path)).toString('utf8').trim().split('\n').slice(1);

/** One fit of R: dataset, id, m, 'ets', "ETS(M,Ad,M)", aicc, loglik, ... */
interface RFit {
  dataset: string;
  id: string;
  period: number;
  form: string;
  aicc: number;
  logLikelihood: number;
}

function fitsOfR(): RFit[] {
  return linesOf(ORACLE).flatMap((line) => {
    const found = /^([^,]*),([^,]*),(\d+),ets,"ETS\(([^)]*)\)",([^,]*),([^,]*),/.exec(line);
    if (!found) return [];
    const [, dataset, id, period, form, aicc, logLikelihood] = found;
    return {
      dataset: dataset!,
      id: id!,
      period: Number(period),
      form: form!.replaceAll(',', ''),
      aicc: Number(aicc),
      logLikelihood: Number(logLikelihood),
    };
  });
}

function historyOf({ dataset, id }: RFit): number[] {
  const line = linesOf(join(DATA, `${dataset}.csv.gz`)).find((row) => row.startsWith(`${id},`));
  const train = line!.split(',')[5]!;
  return train.split(' ').map((value) => (value === 'NA' ? Number.NaN : Number(value)));
}

describe.skipIf(!PRESENT && process.env.CI !== 'true')(
  `against R's forecast 8.20 (skipped without ${ORACLE})`,
  () => {
    it('reaches the likelihood of the same form, and the AICc of the automatic choice', () => {
      const compared = fitsOfR().flatMap((fit) => {
        const values = historyOf(fit);
        // R fitted series with gaps after filling them: another likelihood.
        if (values.some(Number.isNaN)) return [];
        const series = { values, ...(fit.period > 1 ? { seasonalPeriods: [fit.period] } : {}) };
        const same = ets.fit(series, { form: fit.form }).criteria!.logLikelihood - fit.logLikelihood;
        const automatic = ets.fit(series).criteria!.aicc - fit.aicc;
        return { series: `${fit.dataset} ${fit.id}`, same, automatic };
      });
      expect(compared.length).toBeGreaterThan(50);
      expect(compared.filter(({ same }) => !(same > -1e-3))).toEqual([]);
      expect(compared.filter(({ automatic }) => !(automatic < 0.5))).toEqual([]);
    });
  },
);
