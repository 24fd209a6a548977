import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useMe, whyNotPermitted } from '../../app/session.tsx';
import { type DataColumn, DataTable } from '../../ui/DataTable.tsx';
import { useFormats } from '../../ui/FormatProvider.tsx';
import type { Formats } from '../../ui/formats.ts';
import { PageHead } from '../../ui/PageHead.tsx';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import { ErrorState, SkeletonRows } from '../../ui/States.tsx';
import { type Role, rolesQuery } from './queries.ts';

/** The roles a member can have: the built-in ones, and the organization's own. */
export function RolesPage() {
  const me = useMe();
  const formats = useFormats();
  const goTo = useNavigate();
  const roles = useQuery(rolesQuery);
  const columns = useMemo(() => roleColumns(formats), [formats]);
  return (
    <>
      <PageHead
        title="Roles"
        note="What each role may do. Built-in roles stay as they are; a role of your own can be anything between."
        actions={
          <ReasonedButton
            reason={whyNotPermitted(me, 'identity.roles')}
            onClick={() => void goTo({ to: '/roles/$roleId', params: { roleId: 'new' } })}
          >
            New role
          </ReasonedButton>
        }
      />
      {roles.isPending ? (
        <SkeletonRows count={8} />
      ) : roles.isLoadingError ? (
        <ErrorState error={roles.error} onRetry={() => void roles.refetch()} />
      ) : (
        <DataTable
          label="Roles"
          columns={columns}
          rows={inOrder(roles.data.data)}
          rowId={(role) => role.role_id}
          onOpen={(role) => void goTo({ to: '/roles/$roleId', params: { roleId: role.role_id } })}
        />
      )}
    </>
  );
}

/** From those who may do most to those who may do least, then one's own; the machine's own comes last. */
const ORDER = ['owner', 'admin', 'planner', 'store_manager', 'analyst', 'viewer', 'supplier'];

function inOrder(roles: readonly Role[]): Role[] {
  const rank = ({ role_id: id }: Role) =>
    id === 'operator' ? ORDER.length + 1 : ORDER.includes(id) ? ORDER.indexOf(id) : ORDER.length;
  return roles.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

function roleColumns(formats: Formats): DataColumn<Role>[] {
  return [
    {
      id: 'name',
      heading: 'Role',
      cell: (role) => (
        <>
          <div>
            <Link className="plain" to="/roles/$roleId" params={{ roleId: role.role_id }}>
              {role.name}
            </Link>{' '}
            <span className="code">{role.role_id}</span>
          </div>
          <div className="muted small">{role.description}</div>
        </>
      ),
    },
    {
      id: 'limited',
      heading: 'Limited to',
      width: '26%',
      hideBelow: 640,
      cell: (role) =>
        [
          role.is_limited_to_locations ? 'locations' : null,
          role.is_limited_to_suppliers ? 'suppliers' : null,
          role.approval_limit === null ? null : `${formats.money(role.approval_limit)} per decision`,
        ]
          .filter((part) => part !== null)
          .join(', ') || <span className="muted">nothing</span>,
    },
    {
      id: 'permissions',
      heading: 'Permissions',
      align: 'right',
      width: 108,
      hideBelow: 480,
      cell: (role) => formats.quantity(role.permissions.length),
    },
    {
      id: 'members',
      heading: 'Members',
      align: 'right',
      width: 92,
      cell: (role) =>
        role.people === 0 ? (
          <span className="muted">0</span>
        ) : (
          <Link to="/members" search={{ role: role.role_id }}>
            {formats.quantity(role.people)}
          </Link>
        ),
    },
    {
      id: 'kind',
      heading: 'Kind',
      width: 88,
      hideBelow: 860,
      cell: (role) => (role.is_built_in ? <span className="muted">built in</span> : 'your own'),
    },
  ];
}
