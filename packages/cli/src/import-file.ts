import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  ApiError,
  type GranaryClient,
  type UploadChoices,
  type UploadReport,
  type UploadStatus,
  unwrap,
  uploadFile,
} from '@granary/client';
import { CommandFailed } from './failure.ts';

const lookEveryMs = 150;

/** What became of a file. */
export type ImportResult =
  | { kind: 'loaded'; file: string; report: UploadReport }
  | { kind: 'refused'; file: string; error: ApiError };

/**
 * Sends a file and waits until its rows are loaded. A file the server refuses
 * is a result; anything else that goes wrong is thrown. The signal ends the
 * waiting, never a request: a server that stops is not left with half of one.
 */
export async function importFile(
  granary: GranaryClient,
  path: string,
  choices: UploadChoices,
  options: { onProgress?(status: UploadStatus): void; signal?: AbortSignal | undefined } = {},
): Promise<ImportResult> {
  const file = basename(path);
  try {
    const { signal } = options;
    const { upload_id } = await uploadFile(granary, await openBlob(path), file, choices);
    const params = { path: { upload_id } };
    for (;;) {
      const status = await unwrap(granary.GET('/api/v1/upload/{upload_id}/status', { params }));
      options.onProgress?.(status);
      if (status.status === 'completed') {
        const report = await unwrap(granary.GET('/api/v1/upload/{upload_id}/report', { params }));
        return { kind: 'loaded', file, report };
      }
      if (status.status === 'rejected' || status.status === 'failed') {
        const error = status.error ?? {
          code: 'load_failed',
          message: 'The file could not be loaded.',
          details: [],
        };
        return { kind: 'refused', file, error: new ApiError({ status: 422, ...error }) };
      }
      await pause(lookEveryMs, undefined, { signal });
    }
  } catch (error) {
    if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 401) {
      return { kind: 'refused', file, error };
    }
    throw error;
  }
}

async function openBlob(path: string): Promise<Blob> {
  try {
    return await openAsBlob(path);
  } catch (error) {
    throw new CommandFailed(
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Kinds of files in the order in which they build on each other. */
export const fileTypes = ['stores', 'items', 'lanes', 'purchases', 'inventory', 'sales'] as const;
export type FileType = (typeof fileTypes)[number];

const namedAfter: Record<FileType, RegExp> = {
  stores: /store|location|shop|branch/i,
  items: /item|sku|product|article/i,
  lanes: /lane|route/i,
  purchases: /purchase|receipt|received|goods|delivery/i,
  inventory: /inventory|stock|batch|lot/i,
  sales: /sale|sold|till|pos\b/i,
};

/**
 * The kind a file name speaks of, only to choose an order: what a file is
 * about is decided by the server from its columns.
 */
export function fileTypeByName(path: string): FileType | undefined {
  const name = basename(path);
  // "stock_by_store.csv" is about stock: the later kinds are the more specific words.
  return fileTypes.toReversed().find((type) => namedAfter[type].test(name));
}

/** Files that others refer to come first; those of an unknown kind come last. */
export function inDependencyOrder(paths: string[]): string[] {
  const position = (path: string) => {
    const type = fileTypeByName(path);
    return type === undefined ? fileTypes.length : fileTypes.indexOf(type);
  };
  return paths.toSorted((a, b) => position(a) - position(b));
}
