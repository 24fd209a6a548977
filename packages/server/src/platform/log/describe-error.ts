/** What of a failure is written: its chain of causes, never the data of a row. */
export interface DescribedError {
  type: string;
  message: string;
  code?: string;
  /** Of PostgreSQL: where it happened; the values, which `detail` and `where` hold, are left out. */
  table?: string;
  column?: string;
  constraint?: string;
  stack?: string;
  cause?: DescribedError;
  errors?: DescribedError[];
}

const longestChain = 8;

export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error).slice(0, 1_000) };
  const { code, table, column, constraint } = error as unknown as Record<string, unknown>;
  const message = withoutValues(error);
  const described: DescribedError = { type: error.name, message };
  if (typeof code === 'string') described.code = code;
  if (typeof table === 'string') described.table = table;
  if (typeof column === 'string') described.column = column;
  if (typeof constraint === 'string') described.constraint = constraint;
  if (error.stack !== undefined) described.stack = error.stack.replace(error.message, message);
  if (depth >= longestChain) return described;
  if (error.cause !== undefined) described.cause = describeError(error.cause, depth + 1);
  if (error instanceof AggregateError) {
    described.errors = error.errors.slice(0, 10).map((one) => describeError(one, depth + 1));
  }
  return described;
}

/** PostgreSQL quotes the value it cannot read at the end of its message. */
function withoutValues(error: Error): string {
  const isFromPostgres = 'severity' in error && 'routine' in error;
  return isFromPostgres ? error.message.replace(/: "[\s\S]*"$/, ': [value]') : error.message;
}
