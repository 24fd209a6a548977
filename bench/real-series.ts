import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** One real series of daily units; null where the record has a gap. */
export interface RealSeries {
  id: string;
  source: 'grocery' | 'pharma';
  dailyUnits: (number | null)[];
}

const sources = ['grocery', 'pharma'] as const;

/** The folder of public data: GRANARY_DATA, or `../shared/data` beside the checkout. */
export function realDataFolder(): string {
  return resolve(process.env.GRANARY_DATA ?? join(import.meta.dirname, '../../shared/data'));
}

/**
 * Reads the two daily sets whole: what their authors call train and test is one record of sales here.
 *
 * @throws Error naming the missing file and the setting that points to it
 */
export async function readRealSeries(folder: string): Promise<RealSeries[]> {
  const series: RealSeries[] = [];
  for (const source of sources) {
    const path = join(folder, `${source}_daily.csv.gz`);
    if (!existsSync(path)) {
      throw new Error(
        `The real sales are not there: ${path}. Set GRANARY_DATA to the folder that holds ${source}_daily.csv.gz, or run with --simulated.`,
      );
    }
    const [header = '', ...lines] = gunzipSync(await readFile(path))
      .toString('utf8')
      .trimEnd()
      .split(/\r?\n/);
    const columns = header.split(',');
    const at = (name: string): number => {
      const index = columns.indexOf(name);
      if (index < 0) throw new Error(`${path} has no column ${name}; it has ${header}`);
      return index;
    };
    const [id, train, test] = [at('id'), at('train'), at('test')];
    for (const line of lines) {
      const cells = line.split(',');
      const text = `${cells[train]} ${cells[test]}`.trim();
      series.push({
        id: cells[id] as string,
        source,
        dailyUnits: text.split(/\s+/).map((value) => readUnits(value, `${path}, ${cells[id]}`)),
      });
    }
  }
  return series;
}

function readUnits(text: string, where: string): number | null {
  if (text === 'NA') return null;
  const units = Number(text);
  if (!Number.isFinite(units) || units < 0)
    throw new Error(`${where}: '${text}' is not a number of units sold`);
  return units;
}
