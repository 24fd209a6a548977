import { parseJson } from '../../app/api.ts';
import type { Head } from './queries.ts';

/** The end of a chain from a file that "Save the end" or `granary audit head` made; else why it is none. */
export function readHead(
  text: string,
  orgId: string,
): { head: Head; problem: null } | { head: null; problem: string } {
  const found = parseJson(text);
  if (!isHead(found)) {
    const problem = 'This file holds no saved end. “Save the end” makes one, and so does granary audit head.';
    return { head: null, problem };
  }
  if (found.org_id !== undefined && found.org_id !== orgId)
    return { head: null, problem: 'This is the end of another organization’s trail.' };
  return { head: { audit_id: found.audit_id, hash: found.hash }, problem: null };
}

function isHead(value: unknown): value is Head & { org_id?: unknown } {
  if (typeof value !== 'object' || value === null || !('audit_id' in value) || !('hash' in value))
    return false;
  return (
    Number.isInteger(value.audit_id) &&
    Number(value.audit_id) > 0 &&
    typeof value.hash === 'string' &&
    /^[0-9a-f]{64}$/.test(value.hash)
  );
}
