import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { memberQuery } from '../members/queries.ts';
import { peopleQuery } from './queries.ts';

/** Whose entries are shown; people are looked for by name or e-mail address while one types. */
export function PersonFilter(props: {
  userId: string | undefined;
  onChange: (userId: string | undefined) => void;
}) {
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed, 200);
  const people = useQuery({ ...peopleQuery(text), placeholderData: keepPreviousData }).data?.data ?? [];
  const chosen = useQuery({ ...memberQuery(props.userId ?? ''), enabled: props.userId !== undefined }).data;
  const options = new Map(
    [...people, ...(chosen === undefined ? [] : [chosen])].map(({ user_id: value, name }) => [value, name]),
  );
  if (props.userId !== undefined && !options.has(props.userId)) options.set(props.userId, 'one person');
  return (
    <Select
      aria-label="Who did it"
      placeholder="Anybody"
      w={{ base: 'calc(50% - 4px)', sm: 172 }}
      clearable
      searchable
      // The server has searched already, in more than the name.
      filter={({ options: found }) => found}
      nothingFoundMessage="Nobody of that name"
      data={[...options].map(([value, label]) => ({ value, label }))}
      onSearchChange={(value) => setTyped(value === chosen?.name ? '' : value)}
      value={props.userId ?? null}
      onChange={(userId) => props.onChange(userId ?? undefined)}
    />
  );
}
