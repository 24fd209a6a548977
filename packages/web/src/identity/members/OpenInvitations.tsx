import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { client, unwrap } from '../../app/api.ts';
import { useMe, whyNotPermitted } from '../../app/session.tsx';
import { type DataColumn, DataTable } from '../../ui/DataTable.tsx';
import { useFormats } from '../../ui/FormatProvider.tsx';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import classes from './Members.module.css';
import { type Invitation, invitationsQuery, type Role } from './queries.ts';

/** Who was asked in and has not come yet. */
export function OpenInvitations({ roles }: { roles: readonly Role[] }) {
  const me = useMe();
  const formats = useFormats();
  const cache = useQueryClient();
  const invitations = useQuery(invitationsQuery).data?.data ?? [];
  const reason = whyNotPermitted(me, 'identity.manage');
  const { mutate: withdraw } = useMutation({
    mutationFn: (invitation: Invitation) =>
      unwrap(
        client.DELETE('/api/v1/invitations/{invitation_id}', {
          params: { path: { invitation_id: invitation.invitation_id } },
        }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['members'] }),
    onError: (error) => notifications.show({ color: 'red', title: 'Not withdrawn', message: error.message }),
  });
  const columns = useMemo(
    (): DataColumn<Invitation>[] => [
      {
        id: 'who',
        heading: 'Invited',
        cell: (one) => (
          <>
            <div className="clip">{one.name ?? one.email}</div>
            {one.name === null ? null : <div className="muted small clip">{one.email}</div>}
          </>
        ),
      },
      {
        id: 'role',
        heading: 'Role',
        width: 120,
        cell: (one) => roles.find(({ role_id: roleId }) => roleId === one.role)?.name ?? one.role,
      },
      {
        id: 'by',
        heading: 'By',
        width: '26%',
        hideBelow: 640,
        cell: (one) => <div className="clip">{one.invited_by_name}</div>,
      },
      {
        id: 'until',
        heading: 'Open until',
        align: 'right',
        width: 128,
        hideBelow: 480,
        cell: (one) => formats.instant(one.expires_at),
      },
      {
        id: 'withdraw',
        heading: '',
        align: 'right',
        width: 116,
        cell: (one) => (
          <ReasonedButton
            variant="default"
            reason={reason}
            onClick={() => withdraw(one)}
            aria-label={`Withdraw the invitation of ${one.email}`}
          >
            Withdraw
          </ReasonedButton>
        ),
      },
    ],
    [formats, roles, reason, withdraw],
  );
  if (invitations.length === 0) return null;
  return (
    <section className={classes.below}>
      <h2>Open invitations</h2>
      <DataTable
        label="Open invitations"
        columns={columns}
        rows={invitations}
        rowId={(one) => one.invitation_id}
      />
    </section>
  );
}
