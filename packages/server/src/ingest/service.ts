import { join } from 'node:path';
import { recordAudit } from '../identity/index.ts';
import type { Platform } from '../platform/capability.ts';
import { type Tx, withOrganization } from '../platform/database/index.ts';
import type { DatasetDefinition } from '../platform/datasets/dataset.ts';
import { AppError, conflict, invalid, missing } from '../platform/http/errors.ts';
import type { Page } from '../platform/http/paging.ts';
import type { Caller } from '../platform/http/route.ts';
import { isDeliveredAgain, type RunContext } from '../platform/jobs/runs.ts';
import { ingestErrors, isIngestCode } from './errors.ts';
import { createDiskFileStore } from './file-store.ts';
import { UnreadableFile } from './files/row-source.ts';
import { inspectFile, prepareFile, refusalOf } from './inspection.ts';
import { type LoadHooks, loadUpload } from './load/load-upload.ts';
import { cancelled, notReported, replyOf, type UploadError, uploadErrorOf, withUpload } from './outcomes.ts';
import * as queries from './queries.ts';
import type { UploadReply } from './schema.ts';
import { fileTooLarge, readUploadFields, type UploadForm } from './upload-form.ts';

export const loadRunKind = 'ingest.load';

/** Pause between two looks at an upload on which another process works. */
const LOOK_AGAIN_MS = 50;

const WARNINGS_IN_REPLY = 100;
const ROWS_READ_EVERY_MS = 500;

export type IngestService = ReturnType<typeof createService>;

export function createService(
  platform: Pick<Platform, 'config' | 'database' | 'events' | 'runs'>,
  datasets: readonly DatasetDefinition[],
) {
  const { config, database, events, runs } = platform;
  const files = createDiskFileStore(join(config.dataDir, 'files'));
  const inOrganization = <Result>(orgId: string, work: (tx: Tx) => Promise<Result>) =>
    withOrganization(database, orgId, work);

  async function find(tx: Tx, uploadId: string): Promise<queries.UploadRecord> {
    const upload = await queries.findUpload(tx, uploadId);
    if (!upload) throw missing('upload_not_found', `There is no upload ${uploadId}.`);
    return upload;
  }

  /** Ends an upload without its rows, and writes to the trail why. */
  async function end(
    orgId: string,
    uploadId: string,
    actor: { userId: string | null; name: string; correlationId?: string },
    status: 'rejected' | 'failed',
    error: UploadError,
  ): Promise<void> {
    await inOrganization(orgId, async (tx) => {
      await queries.setUploadStatus(tx, uploadId, status, error);
      await recordAudit(tx, actor, [
        {
          verb: status,
          entity: 'upload',
          entityId: uploadId,
          after: { code: error.code, message: error.message },
        },
      ]);
      await events.announce(tx, { type: 'upload.changed', upload_id: uploadId });
    });
  }

  /** Kind and columns of a stored file, with the choices that led to them. */
  async function inspect(key: string, question: Parameters<typeof inspectFile>[2]) {
    try {
      return await files.withLocalFile(key, (path) => inspectFile(datasets, path, question));
    } catch (error) {
      throw error instanceof UnreadableFile ? refusalOf(error) : error;
    }
  }

  return {
    files,
    datasets,

    /**
     * Records an upload and has it loaded; its outcome is in the upload. A
     * file that cannot be used is recorded as rejected and thrown as AppError.
     */
    async receive(
      caller: Caller,
      form: UploadForm,
      correlationId: string,
    ): Promise<{ uploadId: string; runId: string; inBackground: boolean }> {
      const { file, fileName } = form;
      const actor = { userId: caller.userId, name: caller.name, correlationId };
      const givenType = String(form.fields.file_type ?? '').slice(0, 50);
      const uploadId = await inOrganization(caller.orgId, (tx) =>
        queries.insertUpload(tx, {
          userId: caller.userId,
          fileName,
          fileType: givenType || 'unknown',
          ...file,
        }),
      ).catch(async (error: unknown) => {
        await files.remove(file.key);
        throw error;
      });
      try {
        if (form.isTruncated) throw fileTooLarge(config.uploadMaxBytes);
        const fields = readUploadFields(form.fields);
        const choices: queries.UploadChoices = {
          mapping: fields.mapping ?? {},
          accept_suggestions: fields.accept_suggestions === 'true',
          date_order: fields.date_order ?? null,
        };
        const { dataset, source } = await inspect(file.key, {
          fileName,
          fileType: fields.file_type,
          choices,
        });
        const runId = await inOrganization(caller.orgId, async (tx) => {
          const run = await runs.request(tx, loadRunKind, { upload_id: uploadId }, caller.userId);
          const { format } = source.description;
          await queries.acceptUpload(tx, uploadId, {
            fileType: dataset.kind,
            format,
            choices,
            runId: run.run_id,
          });
          await recordAudit(tx, actor, [
            {
              verb: 'uploaded',
              entity: 'upload',
              entityId: uploadId,
              after: {
                file_name: fileName,
                file_type: dataset.kind,
                size_bytes: file.sizeBytes,
                checksum: file.checksum,
              },
            },
          ]);
          return run.run_id;
        });
        return { uploadId, runId, inBackground: fields.background === 'true' };
      } catch (error) {
        const refusal = error instanceof AppError ? error : undefined;
        await end(caller.orgId, uploadId, actor, refusal ? 'rejected' : 'failed', uploadErrorOf(error));
        if (refusal && [400, 413].includes(refusal.status)) await discard(caller.orgId, uploadId, file.key);
        throw refusal ? withUpload(refusal, uploadId) : error;
      }
    },

    /** Loads an upload now, in this process, and answers with its outcome. */
    async finish(orgId: string, uploadId: string, runId: string): Promise<UploadReply> {
      await runs.perform(orgId, runId);
      const { upload, findings } = await inOrganization(orgId, async (tx) => ({
        upload: await find(tx, uploadId),
        findings: await queries.listFindings(tx, uploadId, { limit: WARNINGS_IN_REPLY }),
      }));
      if (upload.status === 'completed') return replyOf(upload, findings);
      const { code, message, details } = upload.error ?? uploadErrorOf(undefined);
      if (upload.status === 'rejected') {
        throw isIngestCode(code)
          ? new AppError(ingestErrors[code].failure, code, message, { details })
          : invalid('validation_failed', message, { details });
      }
      if (code === 'cancelled') throw conflict(code, message, { details });
      throw new Error(`upload ${uploadId} failed: ${message}`);
    },

    /**
     * The run behind an upload. It may be delivered twice, and again after a
     * crash: the lock lets one process work, and a finished upload is left alone.
     */
    async load(context: RunContext, uploadId: string): Promise<Record<string, number>> {
      const { orgId } = context;
      await inOrganization(orgId, (tx) => queries.markProcessing(tx, uploadId));
      try {
        for (;;) {
          const isDone = await inOrganization(orgId, async (tx) => {
            if (!(await queries.tryLockUpload(tx, uploadId))) return false;
            const upload = await find(tx, uploadId);
            if (upload.status === 'processing') await loadInto(tx, upload, context);
            return true;
          });
          if (isDone) break;
          await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
          context.signal.throwIfAborted();
        }
      } catch (error) {
        if (isDeliveredAgain(context.signal, error)) throw error;
        const { uploaded_by: userId, uploaded_by_name: name } = await inOrganization(orgId, (tx) =>
          find(tx, uploadId),
        );
        const isCancelled = context.signal.aborted;
        const refusal = error instanceof UnreadableFile ? refusalOf(error) : error;
        const status = refusal instanceof AppError && !isCancelled ? 'rejected' : 'failed';
        await end(
          orgId,
          uploadId,
          { userId, name: name ?? 'Granary' },
          status,
          isCancelled ? cancelled : uploadErrorOf(refusal),
        );
        throw refusal;
      }
      const { rows_new, rows_changed, rows_unchanged, rows_rejected } = await inOrganization(orgId, (tx) =>
        find(tx, uploadId),
      );
      return { rows_new, rows_changed, rows_unchanged, rows_rejected };
    },

    find: (orgId: string, uploadId: string) => inOrganization(orgId, (tx) => find(tx, uploadId)),

    /** An upload that was loaded, with its report. */
    async findReported(orgId: string, uploadId: string) {
      const upload = await inOrganization(orgId, (tx) => find(tx, uploadId));
      if (upload.status !== 'completed' || upload.report === null) throw notReported(upload);
      return { upload, report: upload.report };
    },

    /** An upload whose original file is kept, with its key. */
    async findFile(orgId: string, uploadId: string) {
      const upload = await inOrganization(orgId, (tx) => find(tx, uploadId));
      const key = upload.storage_key;
      if (key === null || !(await files.has(key))) {
        throw missing('file_not_kept', 'The file of this upload was refused and not kept.');
      }
      return { upload, key };
    },

    async list(orgId: string, query: Parameters<typeof queries.listUploads>[1]): Promise<Page<UploadReply>> {
      const { data, page } = await inOrganization(orgId, (tx) => queries.listUploads(tx, query));
      return { data: data.map((upload) => replyOf(upload)), page };
    },
  };

  async function loadInto(tx: Tx, upload: queries.UploadRecord, context: RunContext): Promise<void> {
    const key = upload.storage_key ?? '';
    const choices = upload.choices ?? { mapping: {}, accept_suggestions: false, date_order: null };
    const question = { fileName: upload.file_name, fileType: upload.file_type, choices };
    await files.withLocalFile(key, async (path) => {
      const inspected = await inspectFile(datasets, path, question);
      const ready = await prepareFile(inspected, choices, await queries.findUsualDateOrder(tx));
      await loadUpload(tx, upload.upload_id, ready, hooksOf(context, upload.upload_id));
    });
    const loaded = await find(tx, upload.upload_id);
    const { rows_total, rows_new, rows_changed, rows_unchanged, rows_rejected } = loaded;
    await recordAudit(tx, { userId: upload.uploaded_by, name: upload.uploaded_by_name ?? 'Granary' }, [
      {
        verb: 'loaded',
        entity: 'upload',
        entityId: upload.upload_id,
        after: { rows_total, rows_new, rows_changed, rows_unchanged, rows_rejected },
      },
    ]);
    await events.announce(tx, { type: 'upload.changed', upload_id: upload.upload_id });
  }

  function hooksOf(context: RunContext, uploadId: string): LoadHooks {
    let writtenAt = 0;
    return {
      signal: context.signal,
      async progress(percent, step, rowsRead) {
        await context.progress(percent, step, `${rowsRead} rows read`);
        if (performance.now() - writtenAt < ROWS_READ_EVERY_MS) return;
        writtenAt = performance.now();
        await inOrganization(context.orgId, (tx) => queries.setRowsRead(tx, uploadId, rowsRead));
      },
    };
  }

  async function discard(orgId: string, uploadId: string, key: string): Promise<void> {
    await inOrganization(orgId, (tx) => queries.forgetFile(tx, uploadId));
    await files.remove(key);
  }
}
