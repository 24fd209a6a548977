import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useMe } from '../../app/session.tsx';
import { DayFilter } from '../../ui/DayFilter.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Filters } from '../../ui/PageHead.tsx';
import { PersonFilter } from './PersonFilter.tsx';
import type { AuditFilters } from './queries.ts';
import { entityInWords, shortId } from './wording.ts';

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
/** Filters that are set from an entry, not by typing. */
const NARROW = [
  { name: 'actor', label: 'by' },
  { name: 'verb', label: 'what:' },
  { name: 'entity_id', label: 'of' },
  { name: 'correlation_id', label: 'request' },
] as const;
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
  const mayReadPeople = useMe().permissions.includes('identity.read');
  const narrow = NARROW.filter(
    ({ name }) => filters[name] !== undefined && !(name === 'actor' && mayReadPeople),
  );
  return (
    <Filters count={count}>
      <TextInput
        size="xs"
        w={{ base: '100%', sm: 220 }}
        aria-label="Search in names, verbs and fields"
        placeholder="Name, verb or value"
        leftSection={<Icon name="search" size={14} />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          find(event.currentTarget.value.trim());
        }}
      />
      {mayReadPeople ? (
        <PersonFilter userId={filters.actor} onChange={(actor) => onChange({ actor })} />
      ) : null}
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
      <DayFilter which="From" value={filters.from} onChange={(from) => onChange({ from })} />
      <DayFilter which="Until" value={filters.to} onChange={(to) => onChange({ to })} />
      {narrow.map(({ name, label }) => (
        <Button
          key={name}
          variant="default"
          maw={220}
          rightSection={<Icon name="close" size={12} />}
          aria-label={`Remove the filter: ${label} ${filters[name]}`}
          title={filters[name]}
          onClick={() => onChange({ [name]: undefined })}
        >
          {label} {shortId(filters[name] ?? '')}
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
