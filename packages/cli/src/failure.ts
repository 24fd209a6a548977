import { ApiError } from '@granary/client';

/** An end that is not a fault of the program: the sentence is printed, the exit code is 1. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

/** Errors of the server whose message is already the sentence for the operator. */
const explained = new Set(['DataFolderInUse', 'DatabaseSetupError', 'DatabaseUnavailable', 'PortTaken']);

/** What to print when a command ends with an error: a sentence where one is known, else the whole trace. */
export function describeFailure(error: unknown): string {
  if (error instanceof ApiError) return describeRefusal(error);
  if (!(error instanceof Error)) return String(error);
  if (error instanceof CommandFailed || explained.has(error.name)) return error.message;
  if (error.message.startsWith('These settings cannot be used')) return error.message;
  return describeUnusablePath(error) ?? error.stack ?? error.message;
}

const unusable = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EEXIST']);

/** A folder this account cannot write to is the reader's to mend, not a fault of ours. */
function describeUnusablePath(error: NodeJS.ErrnoException): string | undefined {
  if (error.path === undefined || error.code === undefined || !unusable.has(error.code)) return undefined;
  return (
    `${error.path} cannot be used: ${error.message}. Give this account the right to write there, ` +
    'or choose another folder (GRANARY_DATA_DIR names the one of the data).'
  );
}

/** The server's sentence, then what it says about single fields. */
export function describeRefusal(
  error: Pick<ApiError, 'message' | 'details' | 'status' | 'correlationId'>,
): string {
  const details = error.details
    .filter(({ field, message }) => field !== undefined && !error.message.includes(message))
    .map(({ field, message }) => `\n  ${field}: ${message}`);
  const trace = error.status >= 500 && error.correlationId ? ` (correlation id ${error.correlationId})` : '';
  return `${error.message}${trace}${details.join('')}`;
}
