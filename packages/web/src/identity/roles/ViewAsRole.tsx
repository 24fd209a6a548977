import { Button, MultiSelect, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client, unwrap } from '../../app/api.ts';
import { useMe, whyNotPermitted } from '../../app/session.tsx';
import { startViewAs } from '../../app/view-as.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import type { Role } from './queries.ts';

/** Shows Granary as somebody with a role sees it; where the role is limited, with the rows that are chosen. */
export function ViewAsRole({ role }: { role: Role }) {
  const me = useMe();
  const [isAsking, setAsking] = useState(false);
  const isLimited = role.is_limited_to_locations || role.is_limited_to_suppliers;
  const reason =
    role.role_id === 'operator'
      ? 'The terminal of the server has no screen.'
      : whyNotPermitted(me, 'identity.view_as');
  const start = (rows: readonly string[]) =>
    startViewAs({
      subject: rows.length === 0 ? role.role_id : `${role.role_id}:${rows.join(',')}`,
      label: `the role ${role.name}${rows.length === 0 ? '' : ` with ${rows.join(', ')}`}`,
    });
  return (
    <>
      <ReasonedButton
        variant="default"
        reason={reason}
        onClick={() => (isLimited ? setAsking(true) : start([]))}
      >
        View as this role{isLimited ? '…' : ''}
      </ReasonedButton>
      {isAsking ? <RowsDialog role={role} onClose={() => setAsking(false)} onStart={start} /> : null}
    </>
  );
}

/** Members with a limited role see what is given to each of them, so it is asked which rows. */
function RowsDialog(props: { role: Role; onClose: () => void; onStart: (rows: readonly string[]) => void }) {
  const { role } = props;
  const [rows, setRows] = useState<string[]>([]);
  const stores = useQuery({
    queryKey: ['stores'],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/v1/stores', { params: { query: { limit: 500 } }, signal })),
    enabled: role.is_limited_to_locations,
    staleTime: 300_000,
  }).data;
  return (
    <Dialog onClose={props.onClose} title={`View as ${role.name}`}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (rows.length > 0) props.onStart(rows);
        }}
      >
        {role.is_limited_to_locations ? (
          <MultiSelect
            label="With these locations"
            size="sm"
            data-autofocus
            searchable
            data={(stores?.data ?? []).map((store) => ({ value: store.store_id, label: store.name }))}
            value={rows}
            onChange={setRows}
          />
        ) : (
          <TagsInput
            label="With these suppliers"
            size="sm"
            data-autofocus
            placeholder={rows.length === 0 ? 'Code, then Enter' : ''}
            value={rows}
            onChange={setRows}
          />
        )}
        <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 8, marginTop: 16 }}>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={rows.length === 0}>
            View
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
