import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { ApiError, silence } from '../app/api.ts';
import { type FileToSend, sendFile } from './send-file.ts';

export interface Sending extends FileToSend {
  id: number;
  state: 'waiting' | 'sending' | 'sent' | 'refused';
  /** 0 to 1, of the bytes. */
  share: number;
  /** Given by the server once it has the file. */
  uploadId: string | null;
  error: ApiError | null;
}

/** Stores and items first: the server reads files in the order they come, and sales name both. */
function inReadingOrder(files: readonly File[]): File[] {
  const rank = ({ name }: File) =>
    /store|shop|location|filial/i.test(name) ? 0 : /item|sku|product|article/i.test(name) ? 1 : 2;
  return [...files].sort((a, b) => rank(a) - rank(b));
}

/** Files under way, sent one at a time. */
export function useSending() {
  const cache = useQueryClient();
  const [files, setFiles] = useState<readonly Sending[]>([]);
  const lastId = useRef(0);
  const line = useRef<Promise<void>>(Promise.resolve());

  const change = useCallback((id: number, values: Partial<Sending>) => {
    setFiles((before) => before.map((one) => (one.id === id ? { ...one, ...values } : one)));
  }, []);

  const queue = useCallback(
    (sending: Sending) => {
      line.current = line.current.then(async () => {
        change(sending.id, { state: 'sending', share: 0, error: null });
        try {
          const reply = await sendFile(sending, (share) => change(sending.id, { share }));
          change(sending.id, { state: 'sent', share: 1, uploadId: reply.upload_id });
        } catch (error) {
          const refused = error instanceof ApiError ? error : silence();
          const uploadId = refused.details.find((detail) => detail.upload_id !== undefined)?.upload_id;
          change(sending.id, {
            state: 'refused',
            error: refused,
            uploadId: typeof uploadId === 'string' ? uploadId : null,
          });
        }
        void cache.invalidateQueries({ queryKey: ['uploads', 'list'] });
      });
    },
    [change, cache],
  );

  const add = useCallback(
    (added: readonly File[]) => {
      const next = inReadingOrder(added).map((file): Sending => {
        lastId.current += 1;
        return {
          id: lastId.current,
          file,
          kind: null,
          mapping: null,
          state: 'waiting',
          share: 0,
          uploadId: null,
          error: null,
        };
      });
      setFiles((before) => [...before, ...next]);
      for (const sending of next) queue(sending);
    },
    [queue],
  );

  /** Sends a file again, with its kind or columns as the person says. */
  const again = useCallback(
    (sending: Sending, values: Pick<Partial<Sending>, 'kind' | 'mapping'>) => {
      const next = { ...sending, ...values, state: 'waiting' as const };
      change(sending.id, next);
      queue(next);
    },
    [change, queue],
  );

  const dismiss = useCallback(
    (id: number) => setFiles((before) => before.filter((one) => one.id !== id)),
    [],
  );
  return { files, add, again, dismiss };
}
