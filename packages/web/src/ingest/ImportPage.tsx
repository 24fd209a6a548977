import { Button } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { useRecalculate } from '../app/recalculate.ts';
import { useMe, whyNotPermitted } from '../app/session.tsx';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import { ErrorState, SkeletonRows } from '../ui/States.tsx';
import { EarlierUploads } from './EarlierUploads.tsx';
import { FILE_KINDS } from './file-kinds.ts';
import classes from './Import.module.css';
import { uploadsQuery } from './queries.ts';
import { SendingFile } from './SendingFile.tsx';
import { UploadReportPanel } from './UploadReportPanel.tsx';
import { useSending } from './use-sending.ts';

const route = getRouteApi('/signed-in/import');

/** Files come in here: dropped, read, and reported on down to the row. */
export function ImportPage() {
  const { upload } = route.useSearch();
  const navigate = route.useNavigate();
  const me = useMe();
  const uploads = useQuery(uploadsQuery);
  const { files, add, again, dismiss } = useSending();
  const openPicker = useRef<() => void>(null);
  const reason = whyNotPermitted(me, 'ingest.write');
  const open = (id: string | undefined) =>
    void navigate({
      search: { ...(id === undefined ? {} : { upload: id }) },
      replace: upload !== undefined,
      resetScroll: false,
    });
  const earlier = uploads.data?.data ?? [];
  return (
    <>
      <h1>Import</h1>
      <p className="muted">
        CSV or Excel, as your systems export it: any delimiter, decimal comma or point, dates in any order.
      </p>
      <Dropzone
        className={classes.drop ?? ''}
        onDrop={add}
        openRef={openPicker}
        disabled={reason !== null}
        activateOnClick={false}
        activateOnKeyboard={false}
        preventDropOnDocument
        enablePointerEvents
        inputProps={{ 'aria-label': 'Files to import' }}
      >
        <div className={classes.dropInside}>
          <Button disabled={reason !== null} onClick={() => openPicker.current?.()}>
            Choose files
          </Button>
          <span className="muted">
            {reason ?? 'or drop several at once here; what each one is, is seen from its columns'}
          </span>
        </div>
      </Dropzone>
      <div className={`${classes.view} ${upload === undefined ? '' : classes.split}`}>
        <div>
          {files.length === 0 ? null : (
            <section aria-label="Files of this visit" className={classes.files}>
              {files.map((file) => (
                <SendingFile
                  key={file.id}
                  sending={file}
                  onAgain={(values) => again(file, values)}
                  onDismiss={() => dismiss(file.id)}
                  onReport={(id) => open(id)}
                />
              ))}
              {files.every((file) => file.state === 'sent') ? <NextStep /> : null}
            </section>
          )}
          {uploads.isPending ? (
            <SkeletonRows count={5} />
          ) : uploads.isLoadingError ? (
            <ErrorState error={uploads.error} onRetry={() => void uploads.refetch()} />
          ) : earlier.length === 0 && files.length === 0 ? null : (
            <EarlierUploads uploads={earlier} openId={upload ?? null} onOpen={open} />
          )}
          <FileKinds open={earlier.length === 0} />
        </div>
        {upload === undefined ? null : (
          <UploadReportPanel key={upload} uploadId={upload} onClose={() => open(undefined)} />
        )}
      </div>
    </>
  );
}

/** The files are in; what follows from them is calculated when asked, or by night. */
function NextStep() {
  const { start, starting, reason } = useRecalculate();
  return (
    <div className={classes.next}>
      <ReasonedButton reason={reason} loading={starting} onClick={start}>
        Recalculate now
      </ReasonedButton>
      <span className="muted">
        Forecasts, risk and proposals follow from these files; otherwise they are made by night. Then:{' '}
        <Link to="/decisions">decisions</Link>
      </span>
    </div>
  );
}

/** What belongs here, with a small file of each kind to look at. */
function FileKinds({ open }: { open: boolean }) {
  return (
    <details open={open} className={classes.section}>
      <summary>
        <b style={{ fontWeight: 600 }}>What belongs here</b>{' '}
        <span className="muted">daily sales and a stock count by batch are enough to begin</span>
      </summary>
      <ul className={classes.kinds}>
        {FILE_KINDS.map((one) => (
          <li key={one.kind}>
            <span>
              <b style={{ fontWeight: 600 }}>{one.label}</b>{' '}
              {one.needed ? <span className="muted small">needed</span> : null}
            </span>
            <span className={`muted ${classes.holds}`}>{one.holds}</span>
            <a href={`${import.meta.env.BASE_URL}samples/${one.kind}.csv`} download>
              sample
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
