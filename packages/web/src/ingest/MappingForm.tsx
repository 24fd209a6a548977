import { Autocomplete, Button } from '@mantine/core';
import { useState } from 'react';
import classes from './Import.module.css';
import type { MissingColumn } from './missing-columns.ts';

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
