import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Platform } from '../platform/capability.ts';
import { withOrganization } from '../platform/database/index.ts';
import { apiPrefix } from '../platform/http/addresses.ts';
import { type Route, route } from '../platform/http/route.ts';
import { findRun } from '../platform/jobs/run-queries.ts';
import { uploadRefusals } from './errors.ts';
import { inspectFile } from './inspection.ts';
import { listFindings } from './queries.ts';
import { rejectedRows } from './rejected-rows.ts';
import {
  acceptedReply,
  datasetReply,
  reportReply,
  statusReply,
  uploadFields,
  uploadList,
  uploadParams,
  uploadQuery,
  uploadReply,
} from './schema.ts';
import type { IngestService } from './service.ts';
import { readUploadForm } from './upload-form.ts';

const tag = 'ingest';
const bytes = z.string().meta({ format: 'binary' });
const REPORT_SAMPLE = 50;

/** Uploads: send, follow, read the report, fetch the file and its bad rows. */
export function ingestRoutes(platform: Pick<Platform, 'database'>, service: IngestService): Route[] {
  const { database } = platform;
  return [
    route({
      method: 'POST',
      path: '/upload',
      rootAlias: true,
      permission: 'ingest.write',
      summary: 'Upload a CSV or XLSX file; its good rows are loaded before the reply, or in the background',
      tag,
      multipart: true,
      reply: { 200: uploadReply, 202: acceptedReply },
      form: uploadFields,
      errors: uploadRefusals,
      example: {
        form: {
          fields: { file_type: 'sales' },
          file: {
            name: 'sales.csv',
            content: 'date,store_id,sku_id,units_sold\n2026-11-16,S01,DAI-001,4\n',
          },
        },
      },
      async handle({ caller, request, reply, correlationId, once }) {
        const form = await readUploadForm(request, service.files, caller.orgId);
        const { file, fileName, fields } = form;
        let isUsed = false;
        try {
          return await once([file.checksum, file.sizeBytes, fileName, fields], async () => {
            isUsed = true;
            const { uploadId, runId, inBackground } = await service.receive(caller, form, correlationId);
            if (!inBackground) return service.finish(caller.orgId, uploadId, runId);
            const status_url = `${apiPrefix}/upload/${uploadId}/status`;
            reply.status(202).header('location', status_url);
            return { upload_id: uploadId, status: 'received', run_id: runId, status_url };
          });
        } finally {
          // A repetition was answered with the first reply; its file is there already.
          if (!isUsed) await service.files.remove(file.key);
        }
      },
    }),
    route({
      method: 'GET',
      path: '/upload/:upload_id/status',
      rootAlias: true,
      permission: 'ingest.read',
      summary: 'State, progress and counts of an upload',
      tag,
      params: uploadParams,
      reply: { 200: statusReply },
      errors: ['upload_not_found'],
      example: { params: { upload_id: '7d1c2f7e-0f55-4f0e-9a64-5b1f6f1d2c33' } },
      async handle({ caller, params }) {
        const upload = await service.find(caller.orgId, params.upload_id);
        const { run_id, status } = upload;
        const run =
          run_id === null
            ? undefined
            : await withOrganization(database, caller.orgId, (tx) => findRun(tx, run_id));
        const isOver = status === 'completed' || status === 'rejected';
        return {
          ...upload,
          rows_read: upload.rows_total,
          progress_pct: isOver ? 100 : (run?.progress_pct ?? 0),
          step: isOver ? null : (run?.step ?? null),
        };
      },
    }),
    route({
      method: 'GET',
      path: '/upload/:upload_id/report',
      rootAlias: true,
      permission: 'ingest.read',
      summary: 'Data health report: completeness, findings by cause, how each column was read, advice',
      tag,
      params: uploadParams,
      reply: { 200: reportReply },
      errors: ['upload_not_found', 'report_not_ready'],
      example: { params: { upload_id: '7d1c2f7e-0f55-4f0e-9a64-5b1f6f1d2c33' } },
      async handle({ caller, params }) {
        const { upload, report } = await service.findReported(caller.orgId, params.upload_id);
        const sample_rows = await withOrganization(database, caller.orgId, (tx) =>
          listFindings(tx, params.upload_id, { limit: REPORT_SAMPLE }),
        );
        return { ...upload, ...report, sample_rows };
      },
    }),
    route({
      method: 'GET',
      path: '/uploads',
      permission: 'ingest.read',
      summary: 'Uploads, newest first',
      tag,
      query: uploadQuery,
      reply: { 200: uploadList },
      example: { query: { limit: 2 } },
      handle: ({ caller, query }) => service.list(caller.orgId, query),
    }),
    route({
      method: 'GET',
      path: '/upload/:upload_id/file',
      permission: 'ingest.read',
      summary: 'The original file, byte for byte',
      tag,
      params: uploadParams,
      reply: { 200: bytes },
      replyType: 'application/octet-stream',
      errors: ['upload_not_found', 'file_not_kept'],
      example: { params: { upload_id: '7d1c2f7e-0f55-4f0e-9a64-5b1f6f1d2c33' } },
      async handle({ caller, params, reply }) {
        const { upload, key } = await service.findFile(caller.orgId, params.upload_id);
        return reply
          .header('content-type', 'application/octet-stream')
          .header('content-length', upload.size_bytes)
          .header('content-disposition', attachment(upload.file_name))
          .send(service.files.read(key));
      },
    }),
    route({
      method: 'GET',
      path: '/upload/:upload_id/rejected.csv',
      permission: 'ingest.read',
      summary: 'The rows that were kept out, with a reason column',
      tag,
      params: uploadParams,
      reply: { 200: bytes },
      replyType: 'text/csv',
      errors: ['upload_not_found', 'report_not_ready', 'file_not_kept'],
      example: { params: { upload_id: '7d1c2f7e-0f55-4f0e-9a64-5b1f6f1d2c33' } },
      async handle({ caller, params, reply }) {
        const { upload } = await service.findReported(caller.orgId, params.upload_id);
        const { key } = await service.findFile(caller.orgId, params.upload_id);
        const choices = upload.choices ?? { mapping: {}, accept_suggestions: false, date_order: null };
        const question = { fileName: upload.file_name, fileType: upload.file_type, choices };
        const { source } = await service.files.withLocalFile(key, (path) =>
          inspectFile(service.datasets, path, question),
        );
        return reply
          .header('content-type', 'text/csv; charset=utf-8')
          .header('content-disposition', attachment(`rejected-${upload.file_name.replace(/\.\w+$/, '')}.csv`))
          .send(Readable.from(rejectedRows(database, caller.orgId, params.upload_id, source)));
      },
    }),
    route({
      method: 'GET',
      path: '/datasets',
      permission: 'ingest.read',
      summary: 'The kinds of files Granary accepts, with their columns',
      tag,
      reply: { 200: datasetReply },
      example: {},
      handle: () => ({
        data: service.datasets.map(({ kind, title, description, columns }) => ({
          file_type: kind,
          title,
          description,
          columns: columns.map(({ name, type, required, description: meaning, example }) => ({
            name,
            type,
            required,
            description: meaning,
            example,
          })),
        })),
      }),
    }),
  ];
}

/** RFC 6266: the name in UTF-8, beside a plain one for old readers. */
function attachment(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]|["\\]/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)}`;
}
