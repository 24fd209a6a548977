import type { UploadStatus } from '@granary/client';

export type { Upload, UploadAccepted, UploadReport, UploadResult, UploadStatus } from '@granary/client';

export type UploadState = UploadStatus['status'];
