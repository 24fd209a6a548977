import { ApiError, apiAddress, CLIENT_HEADER, parseJson, silence } from '../app/api.ts';
import { viewAsHeaders } from '../app/view-as.ts';
import type { UploadAccepted, UploadResult } from './types.ts';

export interface FileToSend {
  file: File;
  /** What kind of file it is; null lets the server see for itself. */
  kind: string | null;
  /** Column of the file → column of the dataset, where the server could not be sure. */
  mapping: Readonly<Record<string, string>> | null;
}

/**
 * Sends one file, telling how much of it is under way. `fetch` cannot report
 * the progress of sending, so this is an XMLHttpRequest.
 *
 * @param onSent called with the share sent, 0 to 1
 * @throws ApiError when the server refuses the file or does not answer
 */
export function sendFile(
  { file, kind, mapping }: FileToSend,
  onSent: (share: number) => void,
): Promise<UploadResult | UploadAccepted> {
  const form = new FormData();
  // Fields go before the file: the server reads the form as a stream.
  if (kind !== null) form.append('file_type', kind);
  if (mapping !== null) form.append('mapping', JSON.stringify(mapping));
  form.append('background', 'true');
  form.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', apiAddress('/upload'));
    for (const [name, value] of Object.entries({ ...CLIENT_HEADER, ...viewAsHeaders() }))
      request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onSent(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      const body = parseJson(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(body as UploadResult | UploadAccepted);
      else
        reject(
          ApiError.of(new Response(null, { status: request.status, statusText: request.statusText }), body),
        );
    });
    request.addEventListener('error', () => reject(silence()));
    request.send(form);
  });
}
