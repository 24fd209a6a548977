import { writeFileSync } from 'node:fs';
import { csvField } from './csv-file.ts';
import type { ForecastRow } from './forecast-series.ts';

const HEADER = 'dataset,id,model,form,aicc,seconds,mean,lo80,hi80,lo95,hi95,quantiles';
/** Digits of a number: more than any comparison asks for, fewer than JavaScript writes. */
const DIGITS = 12;

/** Writes one line per row; what the columns hold is said in `--help`. */
export function writeResults(path: string, rows: ForecastRow[]): void {
  writeFileSync(path, `${[HEADER, ...rows.map(line)].join('\n')}\n`);
}

function line(row: ForecastRow): string {
  return [
    csvField(row.dataset),
    csvField(row.id),
    csvField(row.model),
    csvField(row.form),
    row.aicc === undefined ? '' : short(row.aicc),
    row.seconds.toPrecision(6),
    numbers(row.mean),
    numbers(row.lower80),
    numbers(row.upper80),
    numbers(row.lower95),
    numbers(row.upper95),
    row.quantiles.map(numbers).join(' '),
  ].join(',');
}

function numbers(values: Float64Array): string {
  return Array.from(values, short).join(' ');
}

function short(value: number): string {
  return String(Number(value.toPrecision(DIGITS)));
}
