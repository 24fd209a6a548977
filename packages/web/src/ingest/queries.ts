import { queryOptions } from '@tanstack/react-query';
import { api, type Page } from '../app/api.ts';
import type { Upload, UploadReport, UploadState, UploadStatus } from './types.ts';

export function isAtWork(status: UploadState): boolean {
  return status === 'received' || status === 'processing';
}

export const uploadsQuery = queryOptions({
  queryKey: ['uploads', 'list'],
  queryFn: ({ signal }) => api.get<Page<Upload>>('/uploads', { limit: 50 }, signal),
  refetchInterval: (query) =>
    query.state.data?.data.some((upload) => isAtWork(upload.status)) ? 3000 : false,
});

/** The socket says when it changed; asking every second covers a cut line. */
export function uploadStatusQuery(uploadId: string) {
  return queryOptions({
    queryKey: ['uploads', uploadId, 'status'],
    queryFn: ({ signal }) => api.get<UploadStatus>(`/upload/${uploadId}/status`, {}, signal),
    refetchInterval: (query) =>
      query.state.data === undefined || isAtWork(query.state.data.status) ? 1000 : false,
  });
}

export function uploadReportQuery(uploadId: string) {
  return queryOptions({
    queryKey: ['uploads', uploadId, 'report'],
    queryFn: ({ signal }) => api.get<UploadReport>(`/upload/${uploadId}/report`, {}, signal),
  });
}
