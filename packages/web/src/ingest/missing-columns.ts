/** A column that is needed and was not found, with the headings of the file that may mean it. */
export interface MissingColumn {
  field: string;
  message: string;
  /** Best first. */
  suggestions: { source: string; samples: string[] }[];
  /** Headings nothing was read from. */
  unused: string[];
}

interface Refusal {
  code: string;
  details?: readonly { readonly [more: string]: unknown }[];
}

/** The columns the server could not find, whether it said so at once or after reading the file in the background. */
export function missingColumns(refusal: Refusal | null): MissingColumn[] {
  if (refusal === null || !refusal.code.endsWith('missing_columns')) return [];
  return (refusal.details ?? []).flatMap((detail) => {
    if (typeof detail.field !== 'string') return [];
    const candidates = Array.isArray(detail.candidates) ? detail.candidates.flatMap(readCandidate) : [];
    const named = texts(detail.suggestions).map((source) => ({ source, samples: [] }));
    return [
      {
        field: detail.field,
        message: typeof detail.message === 'string' ? detail.message : '',
        suggestions: candidates.length > 0 ? candidates : named,
        unused: texts(detail.unused_columns),
      },
    ];
  });
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function readCandidate(value: unknown): { source: string; samples: string[] }[] {
  if (typeof value !== 'object' || value === null || !('source' in value) || typeof value.source !== 'string')
    return [];
  return [{ source: value.source, samples: 'samples' in value ? texts(value.samples) : [] }];
}
