import { ratio as plainRatio, token_set_ratio } from 'fuzzball';
import type { DatasetColumn, DatasetDefinition } from '../../platform/datasets/dataset.ts';
import { type Cell, isBlank } from '../files/row-source.ts';
import { parseDay } from './date-format.ts';
import { parseDecimal } from './number-format.ts';

/** From this confidence on a column is taken without asking. */
export const ACCEPT_CONFIDENCE = 85;
/** From this confidence on a column is offered for a missing one. */
export const SUGGEST_CONFIDENCE = 60;

/** A canonical name or a synonym. */
const SURE_NAME = 97;

export type MatchReason = 'caller' | 'name' | 'synonym' | 'similar' | 'hint';

/** One column of the file that means one column of the dataset. */
export interface MappedColumn {
  target: string;
  source: string;
  sourceIndex: number;
  /** 0 to 100. */
  confidence: number;
  reason: MatchReason;
}

export interface ColumnSuggestion {
  source: string;
  confidence: number;
  samples: string[];
}

export interface ColumnMapping {
  columns: MappedColumn[];
  /** Required columns for which nothing certain was found. */
  missing: { column: string; description: string; suggestions: ColumnSuggestion[] }[];
  /** Columns of the file that are not read. */
  unused: string[];
  /** Entries of the caller's mapping that cannot be followed. */
  invalid: { field: string; message: string }[];
}

export interface MappingRequest {
  header: readonly string[];
  /** First data rows; the values decide between similar names. */
  samples: readonly (readonly Cell[])[];
  /** From the caller: column of the file → column of the dataset. */
  explicit?: Readonly<Record<string, string>>;
  /** Take suggestions too, where one is clearly the best. */
  acceptSuggestions?: boolean;
}

interface Candidate extends MappedColumn {
  column: DatasetColumn;
  /** Confidence by the name alone. */
  byName: number;
}

/**
 * Finds which column of a file means which column of a dataset: what the
 * caller says, else the surest pair of name and meaning first, each used once.
 */
export function mapColumns(dataset: DatasetDefinition, request: MappingRequest): ColumnMapping {
  const { header, samples } = request;
  const { taken, invalid } = callerColumns(dataset, request);
  const isFree = (candidate: MappedColumn) =>
    !taken.some((other) => other.target === candidate.target || other.sourceIndex === candidate.sourceIndex);
  const candidates = dataset.columns
    .flatMap((column) => candidatesFor(column, header, samples))
    .filter((candidate) => candidate.byName >= SUGGEST_CONFIDENCE)
    .sort((a, b) => b.confidence - a.confidence || Number(b.column.required) - Number(a.column.required));
  const threshold = request.acceptSuggestions ? SUGGEST_CONFIDENCE : ACCEPT_CONFIDENCE;
  for (const { column: _, byName: __, ...match } of candidates) {
    if (match.confidence >= threshold && isFree(match)) taken.push(match);
  }
  // Values choose between columns; a column of the right name that has no rival is it, however bad its cells are.
  for (const { column: _, byName, ...match } of candidates) {
    if (byName >= SURE_NAME && isFree(match)) taken.push({ ...match, confidence: SUGGEST_CONFIDENCE });
  }
  const missing = dataset.columns
    .filter((column) => column.required && !taken.some((match) => match.target === column.name))
    .map((column) => ({
      column: column.name,
      description: column.description,
      suggestions: suggestionsFor(column.name, candidates.filter(isFreeSource(taken)), samples),
    }));
  const order = new Map(dataset.columns.map((column, index) => [column.name, index]));
  const columns = taken.sort((a, b) => (order.get(a.target) ?? 0) - (order.get(b.target) ?? 0));
  const used = new Set(columns.map((match) => match.sourceIndex));
  return { columns, missing, unused: header.filter((_, index) => !used.has(index)), invalid };
}

const isFreeSource = (taken: readonly MappedColumn[]) => (candidate: MappedColumn) =>
  !taken.some((match) => match.sourceIndex === candidate.sourceIndex);

function suggestionsFor(
  target: string,
  candidates: readonly Candidate[],
  samples: MappingRequest['samples'],
): ColumnSuggestion[] {
  return candidates
    .filter((candidate) => candidate.target === target && candidate.confidence >= SUGGEST_CONFIDENCE)
    .slice(0, 3)
    .map(({ source, sourceIndex, confidence }) => ({
      source,
      confidence,
      samples: sampleValues(samples, sourceIndex).slice(0, 3),
    }));
}

/** The first different values of a column. */
export function sampleValues(samples: MappingRequest['samples'], index: number): string[] {
  const values = samples.map((row) => row[index]).filter((cell) => !isBlank(cell));
  return [...new Set(values.map((cell) => String(cell).trim()))];
}

function callerColumns(dataset: DatasetDefinition, request: MappingRequest) {
  const taken: MappedColumn[] = [];
  const invalid: ColumnMapping['invalid'] = [];
  for (const [source, target] of Object.entries(request.explicit ?? {})) {
    const sourceIndex = request.header.findIndex((name) => normalName(name) === normalName(source));
    const field = `mapping.${source}`;
    if (sourceIndex < 0) {
      const known = request.header.join(', ');
      invalid.push({ field, message: `The file has no column ${source}. It has: ${known}.` });
    } else if (!dataset.columns.some((column) => column.name === target)) {
      const known = dataset.columns.map((column) => column.name).join(', ');
      invalid.push({ field, message: `${target} is not a column of ${dataset.kind}. It has: ${known}.` });
    } else if (taken.some((match) => match.target === target || match.sourceIndex === sourceIndex)) {
      invalid.push({ field, message: `${source} or ${target} is mapped twice.` });
    } else {
      const name = request.header[sourceIndex] ?? source;
      taken.push({ target, source: name, sourceIndex, confidence: 100, reason: 'caller' });
    }
  }
  return { taken, invalid };
}

function candidatesFor(
  column: DatasetColumn,
  header: readonly string[],
  samples: MappingRequest['samples'],
): Candidate[] {
  return header.map((source, sourceIndex) => {
    const name = nameConfidence(source, column);
    const values = sampleValues(samples.slice(0, 200), sourceIndex);
    const fit =
      values.length === 0 ? 1 : values.filter((value) => fits(value, column)).length / values.length;
    // A column of words cannot be a date, however it is called.
    const confidence = fit >= 0.5 ? name.confidence : name.confidence - 40;
    const byName = name.confidence;
    return { column, target: column.name, source, sourceIndex, confidence, byName, reason: name.reason };
  });
}

function fits(value: string, column: DatasetColumn): boolean {
  switch (column.type) {
    case 'text':
      return true;
    case 'date':
      return (
        parseDay(value, { order: 'day-first', serial: true }) !== null ||
        parseDay(value, { order: 'month-first', serial: true }) !== null
      );
    default:
      return parseDecimal(value, '.') !== null || parseDecimal(value, ',') !== null;
  }
}

/** How surely a name in a file means a column, by the name alone. */
export function nameConfidence(
  source: string,
  column: Pick<DatasetColumn, 'name' | 'synonyms' | 'hints'>,
): { confidence: number; reason: MatchReason } {
  const name = normalName(source);
  const compactName = name.replaceAll(' ', '');
  const is = (other: string) => normalName(other).replaceAll(' ', '') === compactName;
  if (is(column.name)) return { confidence: 100, reason: 'name' };
  if (column.synonyms.some(is)) return { confidence: 97, reason: 'synonym' };
  if (column.hints?.some(is)) return { confidence: 80, reason: 'hint' };
  const similar = Math.max(
    ...[column.name, ...column.synonyms].map((other) => similarity(name, normalName(other))),
  );
  return { confidence: similar, reason: 'similar' };
}

/** Words that say nothing about the meaning of a column. */
const NEUTRAL = new Set([
  'id',
  'no',
  'nr',
  'num',
  'number',
  'code',
  'the',
  'of',
  'in',
  'de',
  'la',
  'le',
  'eur',
  'usd',
]);

/**
 * `token_set_ratio`, except that it gives 100 to a name which contains the
 * other: "store" is in "store name", which is not a store's code. Words beyond
 * the neutral ones therefore leave only a suggestion.
 */
function similarity(a: string, b: string): number {
  if (a.length < 3 || b.length < 3) return 0;
  const byTokens = token_set_ratio(a, b, { full_process: false });
  if (byTokens < SUGGEST_CONFIDENCE) return 0;
  const wordsA = a.split(' ');
  const wordsB = b.split(' ');
  const extra = wordsA.filter((word) => !wordsB.includes(word) && !NEUTRAL.has(word));
  const lacking = wordsB.filter((word) => !wordsA.includes(word) && !NEUTRAL.has(word));
  if (extra.length === 0 && lacking.length === 0) return Math.min(byTokens, 95);
  if (extra.length === 0 || lacking.length === 0) return 70;
  // "unit cost" and "unit price" share a word and mean different things; "untis sold" is a slip of the finger.
  return Math.min(byTokens, plainRatio(extra.join(' '), lacking.join(' ')) + 10, 95);
}

/**
 * A column name without case, accents and punctuation: `Store_ID`, `storeId`
 * and `STORE ID` are all `store id`.
 */
export function normalName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
