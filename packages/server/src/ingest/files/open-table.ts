import { openCsv } from './csv-reader.ts';
import { detectFileFormat } from './file-format.ts';
import { type HeaderScore, MAX_COLUMNS, type RowSource } from './row-source.ts';
import { openXlsx } from './xlsx-reader.ts';

/**
 * Opens the table in a file, whatever it is called.
 *
 * @param score how many cells of a row name a known column; finds the header below title rows
 * @throws UnreadableFile with a code, a sentence, and what to do
 */
export async function openTable(path: string, score: HeaderScore): Promise<RowSource> {
  const format = await detectFileFormat(path);
  // Comparing the names of a row that is refused anyway would take as long as its width.
  const limited: HeaderScore = (cells) => (cells.length > MAX_COLUMNS ? 0 : score(cells));
  return format === 'xlsx' ? openXlsx(path, limited) : openCsv(path, limited);
}
