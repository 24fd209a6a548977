import type { paths } from './schema.generated.ts';

/** The JSON a path answers with. */
type Answer<
  Path extends keyof paths,
  Method extends keyof paths[Path],
  Status extends number = 200,
> = paths[Path][Method] extends { responses: infer Responses }
  ? Status extends keyof Responses
    ? Responses[Status] extends { content: { 'application/json': infer Body } }
      ? Body
      : never
    : never
  : never;

export type Me = Answer<'/api/v1/me', 'get'>;
export type Run = Answer<'/api/v1/runs/{run_id}', 'get'>;
export type UploadResult = Answer<'/api/v1/upload', 'post'>;
export type UploadAccepted = Answer<'/api/v1/upload', 'post', 202>;
export type UploadStatus = Answer<'/api/v1/upload/{upload_id}/status', 'get'>;
export type UploadReport = Answer<'/api/v1/upload/{upload_id}/report', 'get'>;
export type Upload = Answer<'/api/v1/uploads', 'get'>['data'][number];
export type BatchRisk = Answer<'/api/v1/risk', 'get'>['data'][number];
export type Action = Answer<'/api/v1/actions', 'get'>['data'][number];
export type BulkResult = Answer<'/api/v1/actions/approve', 'post'>;
export type ActionDetail = Answer<'/api/v1/actions/{action_id}', 'get'>;
export type ForecastDay = Answer<'/api/v1/forecasts/items', 'get'>['data'][number];
export type Dashboard = Answer<'/api/v1/kpis/dashboard', 'get'>;
export type AuditEntry = Answer<'/api/v1/audit', 'get'>['data'][number];
export type AuditHead = Answer<'/api/v1/audit/head', 'get'>;
export type AuditVerification = Answer<'/api/v1/audit/verification', 'get'>;
export type SecurityEvent = Answer<'/api/v1/security-events', 'get'>['data'][number];
