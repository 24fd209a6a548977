/** One schema per owner: `platform` and the capabilities, as in the folders of `server/src`. */
export const SCHEMAS = [
  'platform',
  'identity',
  'catalog',
  'stock',
  'demand',
  'actions',
  'expiry',
  'analytics',
  'ingest',
] as const;
