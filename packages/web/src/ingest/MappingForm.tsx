import { Autocomplete, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiError, ErrorDetail } from '../app/api.ts';
import classes from './Import.module.css';
import { uploadReportQuery } from './queries.ts';
import type { UploadStatus } from './types.ts';

/** The columns the server could not find, whether it said so at once or after reading the file in the background. */
export function missingColumns(refused: ApiError | null, failed: UploadStatus['error']): ErrorDetail[] {
  const isAboutColumns = (code: string | undefined) => code?.includes('missing_column') ?? false;
  if (refused !== null)
    return isAboutColumns(refused.code) ? refused.details.filter((detail) => detail.field !== undefined) : [];
  if (failed === null || !isAboutColumns(failed.code)) return [];
  return (failed.details ?? []).flatMap((detail) => readDetail(detail));
}

interface MappingFormProps {
  missing: readonly ErrorDetail[];
  uploadId: string | null;
  fileName: string;
  onSend: (mapping: Record<string, string>) => void;
}

/** Asks which column of the file is meant, best suggestion filled in; the rest of the file's columns can be chosen too. */
export function MappingForm({ missing, uploadId, fileName, onSend }: MappingFormProps) {
  const report = useQuery({
    ...uploadReportQuery(uploadId ?? ''),
    enabled: uploadId !== null,
    retry: false,
  }).data;
  const [chosen, setChosen] = useState<Record<string, string>>(() =>
    Object.fromEntries(missing.map((detail) => [detail.field ?? '', detail.suggestions?.[0] ?? ''])),
  );
  const known = report?.mapping.flatMap((reading) => (reading.source === null ? [] : [reading.source])) ?? [];
  const complete = missing.every((detail) => (chosen[detail.field ?? ''] ?? '') !== '');
  const send = () =>
    onSend(Object.fromEntries(Object.entries(chosen).map(([field, source]) => [source, field])));
  return (
    <form
      className={classes.mapping}
      aria-label={`Columns of ${fileName}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (complete) send();
      }}
    >
      {missing.map((detail) => {
        const field = detail.field ?? '';
        return (
          <Autocomplete
            key={field}
            size="xs"
            label={`Which column of the file is ${field}?`}
            description={detail.message}
            placeholder="Heading in the file"
            data={[...new Set([...(detail.suggestions ?? []), ...known])]}
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

function readDetail(value: unknown): ErrorDetail[] {
  if (typeof value !== 'object' || value === null || !('field' in value) || typeof value.field !== 'string')
    return [];
  const message = 'message' in value && typeof value.message === 'string' ? value.message : '';
  const offered = 'suggestions' in value && Array.isArray(value.suggestions) ? value.suggestions : [];
  return [
    {
      field: value.field,
      message,
      suggestions: offered.filter((one): one is string => typeof one === 'string'),
    },
  ];
}
