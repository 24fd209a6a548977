export type FileKind = 'sales' | 'inventory' | 'purchases' | 'stores' | 'items' | 'lanes';

interface FileKindWords {
  kind: FileKind;
  label: string;
  /** What a row of it is, for someone who has not seen one. */
  holds: string;
  needed: boolean;
}

/** The kinds of file Granary reads, in the order in which a company usually brings them. */
export const FILE_KINDS: readonly FileKindWords[] = [
  {
    kind: 'sales',
    label: 'Daily sales',
    holds: 'units sold by day, store and item; with the price, if known',
    needed: true,
  },
  {
    kind: 'inventory',
    label: 'Stock by batch',
    holds: 'units on hand by store, item and batch, with expiry dates',
    needed: true,
  },
  { kind: 'items', label: 'Items', holds: 'names, categories and list prices', needed: false },
  { kind: 'stores', label: 'Stores', holds: 'names and cities of stores and warehouses', needed: false },
  { kind: 'purchases', label: 'Purchases', holds: 'what was received, and what it cost', needed: false },
  {
    kind: 'lanes',
    label: 'Lanes',
    holds: 'which store can send to which, how fast and at what cost',
    needed: false,
  },
];

export function kindLabel(kind: string): string {
  return (
    FILE_KINDS.find((one) => one.kind === kind)?.label ?? (kind === 'unknown' ? 'Kind not recognised' : kind)
  );
}
