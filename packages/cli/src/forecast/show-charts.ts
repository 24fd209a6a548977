import { spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CommandFailed } from '../failure.ts';
import type { Progress } from '../progress.ts';
import { chartModels } from './chart-model.ts';
import type { IdForecast } from './forecast-ids.ts';
import type { ForecastOptions } from './options.ts';
import { describeFile, type ReportFormat } from './report.ts';
import type { RowFormat } from './write-forecasts.ts';

export interface ShowOptions {
  options: Pick<ForecastOptions, 'svg' | 'html' | 'open'>;
  format: ReportFormat & RowFormat;
  /** all ids that were forecast, of which the first are drawn */
  ids: number;
  progress: Progress;
}

/** Draws the first ids as SVG, as a page, or both; tells on standard error where they are. */
export async function showCharts(
  charted: IdForecast[],
  { options: { svg, html, open }, format, ids, progress }: ShowOptions,
): Promise<void> {
  if (svg === undefined && html === undefined && !open) return;
  // The drawing library is loaded only by those who draw.
  const [{ drawCharts }, { pageOf }] = await Promise.all([import('./draw-chart.ts'), import('./page.ts')]);
  const quantity = format.layout.columns.value.name;
  const models = charted.flatMap((forecast) => chartModels(forecast, { ...format, quantity }));
  const some =
    charted.length < ids
      ? ` of the first ${charted.length} of ${ids.toLocaleString('en')} ids (--only chooses others)`
      : '';
  if (svg !== undefined) {
    await write(svg, drawCharts(models));
    progress.done(`Chart${models.length > 1 ? 's' : ''}${some} in ${svg}`);
  }
  if (html === undefined && !open) return;
  const page = html ?? join(await mkdtemp(join(tmpdir(), 'granary-forecast-')), 'forecast.html');
  const title = `Forecast of ${basename(format.layout.file.path)}`;
  await write(page, pageOf(models, { title, summary: describeFile(format).trim() }));
  const address = pathToFileURL(page).href;
  const isOpen = open && (await openInBrowser(address));
  progress.done(
    `Page${some} in ${page}${open && !isOpen ? `; no browser could be started here: open ${address}` : ''}`,
  );
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new CommandFailed(
      `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

const OPENERS: Partial<Record<NodeJS.Platform, [command: string, ...args: string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};
const PATIENCE_MS = 3_000;

/** Whether the browser took the address: the opener of the desktop ended well, or is still at it. */
function openInBrowser(address: string): Promise<boolean> {
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const child = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
    const patience = setTimeout(() => answer(true), PATIENCE_MS);
    const answer = (isOpen: boolean) => {
      clearTimeout(patience);
      child.unref();
      resolve(isOpen);
    };
    child.on('error', () => answer(false));
    child.on('exit', (code) => answer(code === 0));
  });
}
