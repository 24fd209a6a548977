import { headersOf, injection } from '../matrix/judge.ts';
import { csvForm, type TwoOrganizations } from '../matrix/two-organizations.ts';
import { payloads } from './corpus.ts';

/**
 * Loads a file whose item names are payloads and reads them back: in JSON as
 * they were sent, in a file for spreadsheets never as a formula.
 *
 * @returns how many names were stored, and what is not as it should be
 */
export async function tryStored(both: TwoOrganizations): Promise<{ stored: number; hits: string[] }> {
  // A loader trims cells, reads lines, and refuses what is too long: the rest must come through unchanged.
  const names = payloads
    .map(({ text }) => text)
    .filter(
      (text) =>
        text.trim() === text &&
        text.length <= 300 &&
        text.isWellFormed() &&
        !/[\p{Cc}\ufeff\ufffe\uffff]/u.test(text),
    );
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = names.map((name, number) => `P${number},${cell(name)},attacks`);
  const request = {
    form: csvForm(`sku_id,name,category\n${lines.join('\n')}\n`, 'items.csv').replace(
      'stores\r\n',
      'items\r\n',
    ),
  };
  const headers = await both.as('owner');
  const loaded = await both.app.http.inject({
    ...injection('POST /upload', request),
    headers: { ...headersOf(request), ...headers },
  });
  if (loaded.statusCode !== 200)
    return { stored: 0, hits: [`the file was answered ${loaded.statusCode}: ${loaded.body}`] };

  const url = '/api/v1/items?category=attacks&limit=500';
  const list = await both.app.http.inject({ url, headers });
  const read = new Map(
    (list.json().data as { sku_id: string; name: string }[]).map(({ sku_id, name }) => [sku_id, name]),
  );
  const hits = names.flatMap((name, number) =>
    read.get(`P${number}`) === name
      ? []
      : [`${JSON.stringify(name)} came back as ${JSON.stringify(read.get(`P${number}`))}`],
  );
  const sheet = await both.app.http.inject({ url: `${url}&format=csv`, headers });
  // A cell begins a line or follows a comma; a quote may stand before its first character.
  const formulas = sheet.body.match(/(?:^|,)"?[=+\-@\t\r][^,]*/gm) ?? [];
  const dangerous = formulas.filter((found) => !Number.isFinite(Number(found.replace(/^,?"?/, ''))));
  hits.push(...dangerous.map((found) => `a spreadsheet would run ${found.slice(0, 60)}`));
  return { stored: read.size, hits };
}
