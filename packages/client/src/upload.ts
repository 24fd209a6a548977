import { ApiError } from './api-error.ts';
import type { Connection } from './index.ts';
import type { UploadAccepted } from './shapes.ts';

export interface UploadChoices {
  /** Kind of file, as `sales`; guessed from the columns when absent. */
  fileType?: string;
  /** Column of the file to column of Granary: `{ Shop: 'store_id' }`. */
  mapping?: Record<string, string>;
}

/**
 * Sends a file, to be loaded in the background: follow `upload_id` with
 * `/upload/{upload_id}/status`. The file is streamed, not held in memory.
 *
 * @throws ApiError when the file is refused before any row is read
 */
export async function uploadFile(
  { connection }: { connection: Connection },
  file: Blob,
  fileName: string,
  choices: UploadChoices = {},
): Promise<UploadAccepted> {
  const form = new FormData();
  form.set('background', 'true');
  if (choices.fileType !== undefined) form.set('file_type', choices.fileType);
  if (choices.mapping !== undefined) form.set('mapping', JSON.stringify(choices.mapping));
  form.set('file', file, fileName);
  const response = await connection.fetch(`${connection.baseUrl}/api/v1/upload`, {
    method: 'POST',
    headers: connection.headers,
    body: form,
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw ApiError.of(response, body);
  return body as UploadAccepted;
}
