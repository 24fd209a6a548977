import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { Icon } from '../../ui/Icon.tsx';
import { Filters } from '../../ui/PageHead.tsx';
import type { AuditFilters } from './queries.ts';
import { entityInWords } from './wording.ts';

const ENTITIES = [
  'user',
  'role',
  'invitation',
  'token',
  'session',
  'organization',
  'action',
  'upload',
  'rules',
];
const HALF = { base: 'calc(50% - 4px)' };

interface AuditFilterBarProps {
  filters: AuditFilters;
  onChange: (filters: AuditFilters) => void;
  onClear: () => void;
  count: string;
}

/** Narrows the trail; every choice stands in the address, so that a finding can be shared. */
export function AuditFilterBar({ filters, onChange, onClear, count }: AuditFilterBarProps) {
  const [text, setText] = useState(filters.text ?? '');
  useEffect(() => setText(filters.text ?? ''), [filters.text]);
  const find = useDebouncedCallback((value: string) => onChange({ text: value || undefined }), 250);
  const narrow = (['actor', 'verb', 'entity_id', 'correlation_id'] as const).filter(
    (name) => filters[name] !== undefined,
  );
  return (
    <Filters count={count}>
      <TextInput
        size="xs"
        w={{ ...HALF, sm: 220 }}
        aria-label="Search in names, verbs and fields"
        placeholder="Name, verb or value"
        leftSection={<Icon name="search" size={14} />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          find(event.currentTarget.value.trim());
        }}
      />
      <Select
        aria-label="Kind of thing"
        placeholder="Anything"
        w={{ ...HALF, sm: 140 }}
        clearable
        data={[...new Set([...ENTITIES, ...(filters.entity === undefined ? [] : [filters.entity])])].map(
          (value) => ({ value, label: entityInWords(value) }),
        )}
        value={filters.entity ?? null}
        onChange={(entity) => onChange({ entity: entity ?? undefined })}
      />
      <TextInput
        size="xs"
        type="date"
        w={{ ...HALF, sm: 136 }}
        aria-label="From this day"
        title="From this day"
        value={filters.from ?? ''}
        onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
      />
      <TextInput
        size="xs"
        type="date"
        w={{ ...HALF, sm: 136 }}
        aria-label="Until this day"
        title="Until this day"
        value={filters.to ?? ''}
        onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
      />
      {narrow.map((name) => (
        <Button
          key={name}
          variant="default"
          rightSection={<Icon name="close" size={12} />}
          aria-label={`Remove the filter ${name.replaceAll('_', ' ')}`}
          onClick={() => onChange({ [name]: undefined })}
        >
          {name.replaceAll('_', ' ')}
        </Button>
      ))}
      {Object.keys(filters).length > 1 ? (
        <Button variant="subtle" onClick={onClear}>
          Clear all
        </Button>
      ) : null}
    </Filters>
  );
}
