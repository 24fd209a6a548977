export interface Finding {
  row: number | null;
  column: string | null;
  code: string;
  severity: 'error' | 'warning';
  message: string;
  hint: string | null;
  value: string | null;
}

export type UploadState = 'received' | 'processing' | 'completed' | 'rejected' | 'failed';

export interface Upload {
  upload_id: string;
  file_name: string;
  file_type: string;
  status: UploadState;
  uploaded_at: string;
  uploaded_by_name: string | null;
  size_bytes: number;
  rows_total: number;
  rows_processed: number;
  rows_rejected: number;
  rows_new: number;
  rows_changed: number;
  rows_unchanged: number;
  warnings: Finding[];
  message: string | null;
}

/** The answer to a file taken in the background: follow its status. */
export interface UploadAccepted {
  upload_id: string;
  run_id: string;
  status: UploadState;
}

export interface UploadStatus {
  upload_id: string;
  status: UploadState;
  progress_pct: number;
  rows_read: number;
  error: {
    code: string;
    message: string;
    details: { field?: string; message: string; [more: string]: unknown }[];
  } | null;
}

export interface ColumnReading {
  /** The column of the dataset. */
  column: string;
  /** The column of the file it is read from; null when the file has none. */
  source: string | null;
  /** 0 to 100. */
  confidence: number | null;
  read_as: string | null;
  samples: string[];
}

export interface UploadReport {
  upload_id: string;
  file_name: string;
  file_type: string;
  mapping: ColumnReading[];
  completeness: { column: string; filled_pct: number; missing: number }[];
  findings: {
    code: string;
    severity: 'error' | 'warning';
    count: number;
    message: string;
    hint: string | null;
    examples: Finding[];
  }[];
  date_range: { from: string; to: string } | null;
  duplicates: number;
  rows_total: number;
  rows_processed: number;
  rows_rejected: number;
  rows_new: number;
  rows_changed: number;
  rows_unchanged: number;
  advice: string[];
}
