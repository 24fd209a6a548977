/** Every table of Granary's schemas with its columns. */
export type Tables = Record<string, Record<string, unknown>>;
