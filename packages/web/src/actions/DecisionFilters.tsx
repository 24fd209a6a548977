import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { categoriesQuery, storesQuery } from './queries.ts';
import { TYPE_NAMES } from './wording.ts';

export interface FilterValues {
  status?: string | undefined;
  type?: string | undefined;
  store?: string | undefined;
  category?: string | undefined;
}

const STATUSES = [
  { value: 'PROPOSED', label: 'To decide' },
  { value: 'APPROVED', label: 'Approved, to do' },
  { value: 'DONE', label: 'Done' },
  { value: 'REJECTED', label: 'Rejected' },
  { value: 'ALL', label: 'All' },
];

const TYPES = Object.entries(TYPE_NAMES).map(([value, label]) => ({ value, label }));

/** Chooses which actions are listed; every choice is in the address. */
export function DecisionFilters({
  values,
  onChange,
}: {
  values: FilterValues;
  onChange: (values: FilterValues) => void;
}) {
  const stores = useQuery(storesQuery).data?.data ?? [];
  const categories = useQuery(categoriesQuery).data?.data ?? [];
  return (
    <>
      <Select
        aria-label="Status"
        w={{ base: 'calc(50% - 4px)', sm: 150 }}
        data={STATUSES}
        value={values.status ?? 'PROPOSED'}
        allowDeselect={false}
        onChange={(status) => onChange({ status: status === 'PROPOSED' ? undefined : (status ?? undefined) })}
      />
      <Select
        aria-label="Kind of action"
        placeholder="Any action"
        w={{ base: 'calc(50% - 4px)', sm: 130 }}
        clearable
        data={TYPES}
        value={values.type ?? null}
        onChange={(type) => onChange({ type: type ?? undefined })}
      />
      <Select
        aria-label="Store"
        placeholder="Any store"
        w={{ base: 'calc(50% - 4px)', sm: 180 }}
        clearable
        searchable
        data={stores.map((store) => ({ value: store.store_id, label: store.name }))}
        value={values.store ?? null}
        onChange={(store) => onChange({ store: store ?? undefined })}
      />
      <Select
        aria-label="Category"
        placeholder="Any category"
        w={{ base: 'calc(50% - 4px)', sm: 160 }}
        clearable
        searchable
        data={categories.map((one) => one.category)}
        value={values.category ?? null}
        onChange={(category) => onChange({ category: category ?? undefined })}
      />
    </>
  );
}
