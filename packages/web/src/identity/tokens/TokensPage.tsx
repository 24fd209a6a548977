import { Button, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { client, unwrap } from '../../app/api.ts';
import { whyNotChange } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { useFormats } from '../../ui/FormatProvider.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/States.tsx';
import { NewTokenDialog } from './NewTokenDialog.tsx';
import { type MachineToken, tokensQuery } from './queries.ts';
import { tokenColumns } from './token-columns.tsx';

/** Access for machines: what each token may do, until when, and when it was last used. */
export function TokensPage() {
  const formats = useFormats();
  const cache = useQueryClient();
  const tokens = useQuery(tokensQuery);
  const [isMaking, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<MachineToken | null>(null);
  const reason = whyNotChange();
  const revoke = useMutation({
    mutationFn: (token: MachineToken) =>
      unwrap(client.DELETE('/api/v1/tokens/{token_id}', { params: { path: { token_id: token.token_id } } })),
    onSuccess: () => {
      setRevoking(null);
      void cache.invalidateQueries({ queryKey: tokensQuery.queryKey });
    },
    onError: (error) => notifications.show({ color: 'red', title: 'Not revoked', message: error.message }),
  });
  const columns = useMemo(() => tokenColumns(formats, reason, setRevoking), [formats, reason]);
  const make = (
    <ReasonedButton reason={reason} onClick={() => setMaking(true)}>
      New token…
    </ReasonedButton>
  );
  return (
    <>
      <PageHead
        title="Tokens"
        note="For programs that read or send data: the till, the shop, a spreadsheet. Each may do only what it is for, and ends by itself."
        actions={make}
      />
      {tokens.isPending ? (
        <SkeletonRows count={5} />
      ) : tokens.isLoadingError ? (
        <ErrorState error={tokens.error} onRetry={() => void tokens.refetch()} />
      ) : tokens.data.data.length === 0 ? (
        <EmptyState title="No program has access yet">
          <p>
            A token lets a program in without a password: for example one that uploads sales each night, and
            may do nothing else.
          </p>
        </EmptyState>
      ) : (
        <DataTable
          label="Tokens"
          columns={columns}
          rows={tokens.data.data}
          rowId={(token) => token.token_id}
        />
      )}
      {isMaking ? <NewTokenDialog onClose={() => setMaking(false)} /> : null}
      <Modal
        opened={revoking !== null}
        onClose={() => setRevoking(null)}
        title={`Revoke the token ${revoking?.name ?? ''}?`}
      >
        <p>
          Programs that use it are refused from now on. It cannot be brought back; make a new one instead.
        </p>
        <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 8, marginTop: 16 }}>
          <Button variant="default" data-autofocus onClick={() => setRevoking(null)}>
            Keep it
          </Button>
          <Button
            color="red.9"
            loading={revoke.isPending}
            onClick={() => (revoking === null ? undefined : revoke.mutate(revoking))}
          >
            Revoke
          </Button>
        </div>
      </Modal>
    </>
  );
}
