import { insertInvitation } from '../../src/identity/people/invitation-queries.ts';
import type { Tx } from '../../src/platform/database/index.ts';

/** An open invitation to the role of a viewer. */
export async function openInvitation(tx: Tx, email: string): Promise<string> {
  const at = new Date();
  const made = await insertInvitation(tx, {
    email,
    role: 'viewer',
    store_ids: [],
    supplier_ids: [],
    approval_limit: null,
    tokenHash: email,
    at,
    expiresAt: new Date(at.getTime() + 86_400_000),
    by: { userId: '00000000-0000-4000-8000-000000000000', name: 'Somebody' },
  });
  return made.invitationId;
}
