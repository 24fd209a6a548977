import type { DatasetDefinition } from '../../platform/datasets/dataset.ts';
import type { HeaderScore } from '../files/row-source.ts';
import {
  ACCEPT_CONFIDENCE,
  type MappingRequest,
  mapColumns,
  nameConfidence,
  normalName,
} from './column-mapping.ts';

/** The dataset of a `file_type` value, by its kind or an alias. */
export function datasetOfType(
  datasets: readonly DatasetDefinition[],
  fileType: string,
): DatasetDefinition | undefined {
  const wanted = normalName(fileType);
  return datasets.find((dataset) =>
    [dataset.kind, ...dataset.aliases].some((name) => normalName(name) === wanted),
  );
}

/** Counts the cells of a row that surely or possibly name a column of one of the datasets. */
export function headerScore(datasets: readonly DatasetDefinition[]): HeaderScore {
  const columns = datasets.flatMap((dataset) => dataset.columns);
  const known = new Map<string, boolean>();
  const isKnown = (name: string) => {
    let answer = known.get(name);
    if (answer === undefined) {
      answer = columns.some((column) => nameConfidence(name, column).confidence >= 80);
      known.set(name, answer);
    }
    return answer;
  };
  return (cells) =>
    cells.filter(
      (cell) => typeof cell === 'string' && cell.length <= 60 && /\p{L}/u.test(cell) && isKnown(cell.trim()),
    ).length;
}

/**
 * What a file is about, by its header: the dataset whose required columns are
 * all there, of several the one that uses most of the file, then the one the
 * file's name speaks of. Undefined when no dataset is complete.
 */
export function guessDataset(
  datasets: readonly DatasetDefinition[],
  request: MappingRequest,
  fileName: string,
): DatasetDefinition | undefined {
  const words = normalName(fileName);
  const complete = datasets
    .map((dataset) => ({ dataset, mapping: mapColumns(dataset, request) }))
    .filter(({ mapping }) => mapping.missing.length === 0 && mapping.invalid.length === 0)
    .map(({ dataset, mapping }) => ({
      dataset,
      used: mapping.columns.filter((match) => match.confidence >= ACCEPT_CONFIDENCE).length,
      required: dataset.columns.filter((column) => column.required).length,
      named: [dataset.kind, ...dataset.aliases].some((name) => words.includes(normalName(name))),
    }));
  complete.sort((a, b) => b.used - a.used || b.required - a.required || Number(b.named) - Number(a.named));
  return complete[0]?.dataset;
}

/**
 * The dataset a file comes nearest to when none is complete, so that the
 * missing columns can be named. Undefined when fewer than half of the required
 * columns of any dataset are found or suggested.
 */
export function nearestDataset(
  datasets: readonly DatasetDefinition[],
  request: MappingRequest,
  fileName: string,
): DatasetDefinition | undefined {
  const words = normalName(fileName);
  const scored = datasets.map((dataset) => {
    const mapping = mapColumns(dataset, { ...request, acceptSuggestions: true });
    const required = dataset.columns.filter((column) => column.required);
    const found = required.filter((column) => mapping.columns.some((match) => match.target === column.name));
    const named = [dataset.kind, ...dataset.aliases].some((name) => words.includes(normalName(name)));
    return { dataset, share: found.length / required.length, found: found.length, named };
  });
  scored.sort((a, b) => Number(b.named) - Number(a.named) || b.share - a.share || b.found - a.found);
  const best = scored[0];
  return best && (best.share >= 0.5 || best.named) ? best.dataset : undefined;
}
