import { Autocomplete, Button } from '@mantine/core';
import { useState } from 'react';
import classes from './Import.module.css';

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

interface MappingFormProps {
  missing: readonly MissingColumn[];
  fileName: string;
  /** Column of the file → column of Granary. */
  onSend: (mapping: Record<string, string>) => void;
}

/** Asks which column of the file is meant, with the best suggestion filled in. */
export function MappingForm({ missing, fileName, onSend }: MappingFormProps) {
  const [chosen, setChosen] = useState<Record<string, string>>(() =>
    Object.fromEntries(missing.map(({ field, suggestions }) => [field, suggestions[0]?.source ?? ''])),
  );
  const complete = missing.every(({ field }) => (chosen[field] ?? '') !== '');
  return (
    <form
      className={classes.mapping}
      aria-label={`Columns of ${fileName}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (complete)
          onSend(Object.fromEntries(Object.entries(chosen).map(([field, source]) => [source, field])));
      }}
    >
      {missing.map(({ field, suggestions, unused }) => {
        const samples = suggestions.find((one) => one.source === chosen[field])?.samples ?? [];
        return (
          <Autocomplete
            key={field}
            size="xs"
            label={`Which column of the file is ${field}?`}
            description={samples.length === 0 ? undefined : `There it says ${samples.slice(0, 3).join(', ')}`}
            inputWrapperOrder={['label', 'input', 'description']}
            placeholder="Heading in the file"
            data={[...new Set([...suggestions.map((one) => one.source), ...unused])]}
            value={chosen[field] ?? ''}
            onChange={(source) => setChosen((before) => ({ ...before, [field]: source }))}
          />
        );
      })}
      <div>
        <Button type="submit" disabled={!complete}>
          Read it this way
        </Button>
      </div>
    </form>
  );
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function readCandidate(value: unknown): { source: string; samples: string[] }[] {
  if (typeof value !== 'object' || value === null || !('source' in value) || typeof value.source !== 'string')
    return [];
  return [{ source: value.source, samples: 'samples' in value ? texts(value.samples) : [] }];
}
