import { Button, Progress, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useFormats } from '../ui/FormatProvider.tsx';
import { FILE_KINDS } from './file-kinds.ts';
import classes from './Import.module.css';
import { MappingForm } from './MappingForm.tsx';
import { missingColumns } from './missing-columns.ts';
import { isAtWork, uploadReportQuery, uploadStatusQuery } from './queries.ts';
import type { UploadStatus } from './types.ts';
import type { Sending } from './use-sending.ts';

interface SendingFileProps {
  sending: Sending;
  onAgain: (values: Pick<Partial<Sending>, 'kind' | 'mapping'>) => void;
  onDismiss: () => void;
  onReport: (uploadId: string) => void;
}

/** One file of this visit, from the first byte to its rows; where the server is unsure, the question stands under it. */
export function SendingFile({ sending, onAgain, onDismiss, onReport }: SendingFileProps) {
  const formats = useFormats();
  const sent = sending.state === 'sent' && sending.uploadId !== null;
  const status = useQuery({ ...uploadStatusQuery(sending.uploadId ?? ''), enabled: sent }).data;
  const done = status !== undefined && !isAtWork(status.status);
  const report = useQuery({
    ...uploadReportQuery(sending.uploadId ?? ''),
    enabled: sent && done && status.status === 'completed',
  }).data;
  const refusal = sending.error ?? status?.error ?? null;
  const missing = missingColumns(refusal);
  const problem =
    refusal?.code === 'file_type_unclear'
      ? 'Its columns do not tell what the file is about. Choose its kind beside its name.'
      : (refusal?.message ?? null);
  const kind = sending.kind ?? report?.file_type ?? null;
  return (
    <div className={classes.file}>
      <div className={classes.fileLine}>
        <span className="clip" title={sending.file.name}>
          <b style={{ fontWeight: 600 }}>{sending.file.name}</b>{' '}
          <span className="muted small">
            {formats.quantity(Math.max(1, Math.round(sending.file.size / 1024)))} kB
          </span>
        </span>
        <Select
          aria-label={`Kind of ${sending.file.name}`}
          placeholder="What is it?"
          data={FILE_KINDS.map((one) => ({ value: one.kind, label: one.label }))}
          value={kind}
          allowDeselect={false}
          onChange={(chosen) =>
            chosen === null || chosen === kind ? undefined : onAgain({ kind: chosen, mapping: null })
          }
        />
        <FileProgress sending={sending} status={status} />
        <span style={{ whiteSpace: 'nowrap' }}>
          {sending.uploadId !== null && done ? (
            <Button variant="default" size="compact-xs" onClick={() => onReport(sending.uploadId ?? '')}>
              Report
            </Button>
          ) : null}
          {done || sending.state === 'refused' ? (
            <Button variant="subtle" color="gray" size="compact-xs" ml={4} onClick={onDismiss}>
              Hide
            </Button>
          ) : null}
        </span>
      </div>
      {problem === null ? null : (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      {missing.length === 0 ? null : (
        <MappingForm
          missing={missing}
          fileName={sending.file.name}
          onSend={(mapping) => onAgain({ kind: sending.kind, mapping })}
        />
      )}
    </div>
  );
}

function FileProgress({ sending, status }: { sending: Sending; status: UploadStatus | undefined }) {
  const formats = useFormats();
  if (sending.state === 'waiting') return <span className="muted">waiting</span>;
  if (sending.state === 'refused') return <span className="loss">not taken</span>;
  if (sending.state === 'sending') {
    return <Bar percent={sending.share * 100} label={`sending ${formats.percent(sending.share)}`} />;
  }
  if (status === undefined || isAtWork(status.status)) {
    const rows =
      status === undefined || status.rows_read === 0
        ? 'reading'
        : `${formats.quantity(status.rows_read)} rows read`;
    return <Bar percent={status?.progress_pct ?? 0} label={rows} />;
  }
  if (status.status === 'completed')
    return <span className="gain">✓ {formats.quantity(status.rows_read)} rows read</span>;
  return <span className="loss">{status.status}</span>;
}

function Bar({ percent, label }: { percent: number; label: string }) {
  return (
    <span>
      <Progress value={percent} size={4} aria-label={label} />
      <span className="muted small">{label}</span>
    </span>
  );
}
