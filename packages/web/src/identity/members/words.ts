import type { Member, Role } from './queries.ts';

export interface StoreName {
  store_id: string;
  name: string;
}

/** Whose rows a person sees: "everything", "Lyon 3, Lyon 7", "no location yet". */
export function placesInWords(
  rights: Pick<Member, 'store_ids' | 'supplier_ids'>,
  role: Pick<Role, 'is_limited_to_locations' | 'is_limited_to_suppliers'> | undefined,
  stores: readonly StoreName[],
): string {
  const parts: string[] = [];
  if (role?.is_limited_to_locations) {
    const names = rights.store_ids.map(
      (id) => stores.find(({ store_id: storeId }) => storeId === id)?.name ?? id,
    );
    parts.push(names.length === 0 ? 'no location yet' : names.join(', '));
  }
  if (role?.is_limited_to_suppliers) {
    parts.push(
      rights.supplier_ids.length === 0
        ? 'no supplier yet'
        : `${rights.supplier_ids.length === 1 ? 'supplier' : 'suppliers'} ${rights.supplier_ids.join(', ')}`,
    );
  }
  return parts.length === 0 ? 'everything' : parts.join('; ');
}
