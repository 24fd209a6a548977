/** The trail's folder is `audit/`; this address is kept for those who import it from here. */
export { type Actor, type AuditEntry, machineActor, nightlyActor, recordAudit } from './audit/record.ts';
export { readAudit } from './audit/service.ts';
