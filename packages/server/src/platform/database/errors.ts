/** The database cannot be reached or broke off. A request answers 503; a job is tried again later. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}

/**
 * The connection broke while a change was being committed: it may or may not
 * have been saved. Never tried again by us; a second try could do it twice.
 */
export class CommitUnknown extends DatabaseUnavailable {
  constructor(cause: unknown) {
    super(
      'The connection to the database broke while the change was being saved, so it is not known whether it was. ' +
        'Look before you send it again, or send it again with the same Idempotency-Key.',
      { cause },
    );
  }
}

/** Start-up cannot go on; the message tells the operator the way out and is printed without a stack. */
export class DatabaseSetupError extends Error {
  override readonly name = 'DatabaseSetupError';
}

/** Another live Granary holds the data folder. */
export class DataFolderInUse extends DatabaseSetupError {
  readonly pid: number;
  readonly dataFolder: string;

  constructor(dataFolder: string, pid: number) {
    super(
      `Granary is already running on ${dataFolder} (process ${pid}). ` +
        'Stop that one first, or choose another folder with GRANARY_DATA_DIR.',
    );
    this.pid = pid;
    this.dataFolder = dataFolder;
  }
}

/** Network errors of Node, and classes 08 and 57P of PostgreSQL: the connection is gone, not the statement wrong. */
const LOST_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  '57P01',
  '57P02',
  '57P03',
  '53300',
]);
const LOST_MESSAGES =
  /connection terminated|connection error and is not queryable|timeout exceeded when trying to connect|timeout expired|query read timeout|connection ended unexpectedly/i;

/** The SQLSTATE or system code of an error, if it has one. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Whether an error means that the database was not reachable, or the connection broke. */
export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  if (error instanceof AggregateError) return error.errors.some(isConnectionLoss);
  const code = errorCode(error);
  if (code !== undefined && (LOST_CODES.has(code) || code.startsWith('08'))) return true;
  return error instanceof Error && LOST_MESSAGES.test(error.message);
}
