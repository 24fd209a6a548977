/**
 * How many deliveries of a supplier's own the record of all suppliers is worth, where the records cannot tell: a
 * supplier with ten deliveries is then judged half by its own.
 */
export const DEFAULT_POOL_WEIGHT = 10;
