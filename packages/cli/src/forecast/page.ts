import type { ChartModel } from './chart-model.ts';
import { drawCharts } from './draw-chart.ts';

/** A page that stands alone: charts, the words about them, and their numbers as tables. */
export function pageOf(
  models: readonly ChartModel[],
  { title, summary }: { title: string; summary: string },
): string {
  const sections = models.map((model) => {
    const notes = model.notes.map((note) => `<p>${escaped(note)}</p>`).join('');
    return `<section>${drawCharts([model])}${notes}${tableOf(model)}</section>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p>${escaped(summary)}</p>
${sections.join('\n')}
</body>
</html>
`;
}

function tableOf({ rows, levels }: ChartModel): string {
  const format = new Intl.NumberFormat('en', { maximumSignificantDigits: 5 });
  const number = (value: number) => `<td>${format.format(value).replace('-', '\u2212')}</td>`;
  const heading = [
    '<th>Period</th><th>Mean</th><th>Median</th>',
    ...levels.map((level) => `<th>${level} % from</th><th>to</th>`),
  ];
  const body = rows.map(
    ({ label, mean, median, intervals }) =>
      `<tr><th>${escaped(label)}</th>${[mean, median, ...intervals.flat()].map(number).join('')}</tr>`,
  );
  return `<details><summary>As table</summary><table><thead><tr>${heading.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></details>`;
}

const STYLE = `
:root { color-scheme: light; font: 13px/20px Inter, "Helvetica Neue", Helvetica, Arial, sans-serif; color: #1b1f1d; }
body { max-width: 960px; margin: 24px auto; padding: 0 24px; }
h1 { font-size: 20px; font-weight: 600; margin: 0 0 4px; }
p { margin: 0 0 4px; color: #5d6560; }
h1 + p { white-space: pre-line; }
section { margin-top: 32px; break-inside: avoid; }
svg { display: block; max-width: 100%; height: auto; }
summary { margin: 8px 0 0; color: #1c6b47; cursor: pointer; }
table { margin: 8px 0; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { font-weight: 600; }
td, th { padding: 4px 16px 4px 0; text-align: right; border-bottom: 1px solid #eceeed; }
th:first-child { text-align: left; font-weight: 400; }
thead th:first-child { font-weight: 600; }
@media print { summary { display: none; } body { margin: 0; } }
`;

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
