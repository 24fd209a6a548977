import { readFileSync } from 'node:fs';
import {
  type ConformanceCase,
  type ConformanceReport,
  parseCases,
  runCases,
} from '../src/conformance/index.ts';

/**
 * `npm run oracles -- FILE…`: solves every case of the files, prints a table per kind and what failed, and
 * ends with the count. Exit code 0 when all passed, 1 when one failed, 2 when a file cannot be read.
 */

const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write('Name one or more files of cases: npm run oracles -- oracles.json mrp.json\n');
  process.exit(2);
}

const cases: ConformanceCase[] = [];
for (const file of files) {
  try {
    cases.push(...parseCases(JSON.parse(readFileSync(file, 'utf8'))));
  } catch (error) {
    process.stderr.write(`${file}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

const report = runCases(cases);
process.stdout.write(
  `${kindTable(report)}\n${failures(report)}${report.passed} passed, ${report.failed} failed\n`,
);
process.exitCode = report.failed === 0 && report.passed > 0 ? 0 : 1;

function kindTable({ kinds }: ConformanceReport): string {
  const width = Math.max(4, ...kinds.map(({ kind }) => kind.length));
  const line = (kind: string, passed: string, failed: string) =>
    `${kind.padEnd(width)}  ${passed.padStart(6)}  ${failed.padStart(6)}\n`;
  return [
    line('kind', 'passed', 'failed'),
    ...kinds.map(({ kind, passed, failed }) => line(kind, String(passed), String(failed))),
  ].join('');
}

function failures({ cases: results }: ConformanceReport): string {
  const lines = results
    .filter(({ passed }) => !passed)
    .flatMap(({ id, kind, problem, differences }) => [
      `${id} (${kind})${problem ? `: ${problem}` : ''}`,
      ...differences
        .slice(0, 8)
        .map(({ key, expected, got }) => `  ${key}: expected ${text(expected)}, got ${text(got)}`),
      ...(differences.length > 8 ? [`  and ${differences.length - 8} more`] : []),
    ]);
  return lines.length === 0 ? '' : `${lines.join('\n')}\n\n`;
}

function text(value: unknown): string {
  const written = JSON.stringify(value) ?? 'nothing';
  return written.length > 200 ? `${written.slice(0, 200)}…` : written;
}
