import { Button, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { client, unwrap } from '../../app/api.ts';
import { useMe, whyNotPermitted } from '../../app/session.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import { ErrorState, SkeletonRows } from '../../ui/States.tsx';
import { permissionsQuery } from '../permissions/queries.ts';
import { type Role, roleQuery, rolesQuery } from './queries.ts';
import { RoleForm } from './RoleForm.tsx';
import { ViewAsRole } from './ViewAsRole.tsx';
import { whyNotChangeRole } from './why-not.ts';

const route = getRouteApi('/signed-in/administration/roles/$roleId');
const EMPTY = {
  role_id: '',
  name: '',
  permissions: [] as string[],
  is_limited_to_locations: false,
  is_limited_to_suppliers: false,
  approval_limit: null,
};

/** One role: what it may do, as sentences; its copy is how one's own begin. */
export function RolePage() {
  const { roleId } = route.useParams();
  const { from } = route.useSearch();
  const isNew = roleId === 'new';
  const source = isNew ? from : roleId;
  const role = useQuery({ ...roleQuery(source ?? ''), enabled: source !== undefined });
  const permissions = useQuery(permissionsQuery);
  const failed = [permissions, role].find((query) => query.isLoadingError);
  if (failed?.error) {
    return (
      <>
        <p className="small">
          <Link to="/roles">Roles</Link>
        </p>
        <ErrorState isPage error={failed.error} onRetry={() => void failed.refetch()} />
      </>
    );
  }
  if (permissions.data === undefined || (source !== undefined && role.data === undefined))
    return <SkeletonRows />;
  return (
    <>
      <p className="small">
        <Link to="/roles">Roles</Link>
      </p>
      {isNew ? (
        <PageHead
          title="New role"
          note={
            role.data === undefined
              ? 'Choose what it may do.'
              : `A copy of ${role.data.name}; change what differs.`
          }
        />
      ) : role.data === undefined ? null : (
        <PageHead
          title={
            <>
              {role.data.name} <span className="code">{role.data.role_id}</span>
            </>
          }
          note={
            role.data.is_built_in
              ? `${role.data.description ?? ''}. Built in: only its limit can be changed; make a copy for the rest.`
              : 'Changes hold from the next click of its members.'
          }
          actions={<RoleActions role={role.data} />}
        />
      )}
      <RoleForm
        key={`${roleId} ${role.data?.version ?? 0}`}
        role={
          isNew
            ? { ...EMPTY, ...(role.data === undefined ? {} : { ...role.data, role_id: '', name: '' }) }
            : (role.data ?? EMPTY)
        }
        existing={isNew ? null : (role.data ?? null)}
        permissions={permissions.data.data}
      />
    </>
  );
}

function RoleActions({ role }: { role: Role }) {
  const me = useMe();
  const goTo = useNavigate();
  const cache = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () =>
      unwrap(
        client.DELETE('/api/v1/roles/{role_id}', {
          params: { path: { role_id: role.role_id } },
        }),
      ),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: rolesQuery.queryKey });
      void goTo({ to: '/roles' });
    },
    onError: (error) => {
      setAsking(false);
      notifications.show({ color: 'red', title: 'Not removed', message: error.message });
    },
  });
  const members = role.people === 1 ? '1 member has' : `${role.people} members have`;
  const whyNotRemove =
    whyNotChangeRole(me, role) ??
    (role.people > 0 ? `${members} this role. Give them another one first.` : null);
  return (
    <>
      <ViewAsRole role={role} />
      <ReasonedButton
        variant="default"
        reason={whyNotPermitted(me, 'identity.roles')}
        onClick={() =>
          void goTo({ to: '/roles/$roleId', params: { roleId: 'new' }, search: { from: role.role_id } })
        }
      >
        Copy
      </ReasonedButton>
      {role.is_built_in ? null : (
        <ReasonedButton variant="default" reason={whyNotRemove} onClick={() => setAsking(true)}>
          Remove…
        </ReasonedButton>
      )}
      <Modal opened={isAsking} onClose={() => setAsking(false)} title={`Remove the role ${role.name}?`}>
        <p>Nobody has it. Its history stays in the audit.</p>
        <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 8, marginTop: 16 }}>
          <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
            Cancel
          </Button>
          <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate()}>
            Remove
          </Button>
        </div>
      </Modal>
    </>
  );
}
