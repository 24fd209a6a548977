import { basename } from 'node:path';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type AppError, invalid, tooLarge, unparseable } from '../platform/http/errors.ts';
import type { FileStore, StoredFile } from './file-store.ts';
import { type UploadFields, uploadFields } from './schema.ts';

export interface UploadForm {
  fileName: string;
  file: StoredFile;
  /** Larger than accepted: only its beginning was kept. */
  isTruncated: boolean;
  /** Text fields as sent, not judged yet. */
  fields: Record<string, unknown>;
}

/**
 * Takes a multipart form apart; the file goes straight to the store. Fields
 * may come before or after it.
 *
 * @throws AppError 422 when there is no file, 400 when the form cannot be taken apart
 */
export async function readUploadForm(
  request: FastifyRequest,
  files: FileStore,
  orgId: string,
): Promise<UploadForm> {
  if (!hasBoundary(request.headers['content-type'])) throw damagedForm('its content type names no boundary');
  const fields: Record<string, unknown> = {};
  let received: Omit<UploadForm, 'fields'> | undefined;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        fields[part.fieldname] = part.value;
      } else if (part.fieldname !== 'file') {
        throw invalid('validation_failed', 'The file belongs into the part named "file".', {
          details: [{ field: part.fieldname, message: 'is not a field of this form' }],
        });
      } else if (received) {
        throw secondFile('file');
      } else {
        const file = await files.put(orgId, part.file);
        received = { file, fileName: safeFileName(part.filename), isTruncated: part.file.truncated };
      }
    }
  } catch (error) {
    // The form is read to its end before the size limit is reported; what was kept is the beginning.
    if (!(received && codeOf(error) === 'FST_REQ_FILE_TOO_LARGE')) {
      if (received) await files.remove(received.file.key);
      if (codeOf(error) === 'FST_FILES_LIMIT') throw secondFile('file');
      throw isCutShort(error) ? damagedForm('it stops before its end', error) : error;
    }
  }
  if (!received) {
    throw invalid('file_missing', 'Send the file in a part named "file".', {
      details: [{ field: 'file', message: 'missing' }],
    });
  }
  return { ...received, fields };
}

function secondFile(field: string): AppError {
  return invalid('one_file_only', 'Send one file in a request.', {
    details: [{ field, message: 'a second file' }],
  });
}

/** RFC 2046 (5.1.1) gives a boundary 1 to 70 characters. Forms of other types are refused by their type. */
function hasBoundary(contentType: string | undefined): boolean {
  if (!/^multipart\//i.test(contentType ?? '')) return true;
  return /;\s*boundary=(?:"[^"]{1,70}"|[^\s";]{1,70})\s*(?:;|$)/i.test(contentType ?? '');
}

/** The parser gives these failures no code. A client that leaves in the middle ends the same way. */
function isCutShort(error: unknown): boolean {
  const isParsers = error instanceof Error && /unexpected end of multipart data$/i.test(error.message);
  return isParsers || codeOf(error) === 'ECONNRESET';
}

function damagedForm(why: string, cause?: unknown): AppError {
  return unparseable('form_damaged', `The form cannot be read: ${why}.`, {
    details: [{ field: 'file', message: 'Send it as multipart/form-data again.' }],
    cause,
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** @throws AppError 422 with one detail for each field */
export function readUploadFields(fields: Record<string, unknown>): UploadFields {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
  const parsed = uploadFields.safeParse(given);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.flatMap((issue) => {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys : undefined;
    return unknown
      ? unknown.map((field) => ({ field, message: 'is not a field of this form' }))
      : [{ field: issue.path.join('.'), message: issue.message }];
  });
  throw invalid('validation_failed', `The form cannot be used: ${z.prettifyError(parsed.error)}`, {
    details,
  });
}

export function fileTooLarge(maxBytes: number): AppError {
  const readable = maxBytes.toLocaleString('en-GB');
  return tooLarge('file_too_large', `The file is larger than ${readable} bytes, the most that is accepted.`, {
    details: [
      { field: 'file', message: 'Split it by period, or ask for a higher limit.', max_bytes: maxBytes },
    ],
  });
}

/** The last part of the name without control characters, at most 255 long. It is shown, never used as a path. */
export function safeFileName(name: string | undefined): string {
  const last = basename((name ?? '').replaceAll('\\', '/')).replace(/\p{Cc}/gu, '');
  return last.slice(-255) || 'file';
}
