import type { PersonalTable } from '../../platform/personal-data/personal-table.ts';

/** The inventory of personal data as the reader of docs/personal-data.md sees it. */
export function describePersonalData(tables: readonly PersonalTable[]): string {
  const seen = new Set<string>();
  const lines = tables.flatMap((declared) =>
    Object.entries(declared.columns).flatMap(([column, { what, onErasure, secret }]) => {
      const name = `${declared.table}.${column}`;
      if (seen.has(name)) return [];
      seen.add(name);
      const exported = secret === true ? 'no, a secret' : 'yes';
      return [
        `| \`${name}\` | ${what} | ${declared.purpose} | ${declared.kept} | ${onErasure} | ${exported} |`,
      ];
    }),
  );
  return [
    '| Column | What | Why | Kept | On erasure | Exported |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}
