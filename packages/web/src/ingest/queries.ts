import { queryOptions } from '@tanstack/react-query';
import { client, unwrap } from '../app/api.ts';
import type { UploadState } from './types.ts';

export function isAtWork(status: UploadState): boolean {
  return status === 'received' || status === 'processing';
}

export const uploadsQuery = queryOptions({
  queryKey: ['uploads', 'list'],
  queryFn: ({ signal }) =>
    unwrap(client.GET('/api/v1/uploads', { params: { query: { limit: 50 } }, signal })),
  refetchInterval: (query) =>
    query.state.data?.data.some((upload) => isAtWork(upload.status)) ? 3000 : false,
});

/** The socket says when it changed; asking every second covers a cut line. */
export function uploadStatusQuery(uploadId: string) {
  return queryOptions({
    queryKey: ['uploads', uploadId, 'status'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/upload/{upload_id}/status', {
          params: { path: { upload_id: uploadId } },
          signal,
        }),
      ),
    refetchInterval: (query) =>
      query.state.data === undefined || isAtWork(query.state.data.status) ? 1000 : false,
  });
}

export function uploadReportQuery(uploadId: string) {
  return queryOptions({
    queryKey: ['uploads', uploadId, 'report'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/v1/upload/{upload_id}/report', {
          params: { path: { upload_id: uploadId } },
          signal,
        }),
      ),
  });
}
