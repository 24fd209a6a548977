import { Link } from '@tanstack/react-router';
import type { DataColumn } from '../../ui/DataTable.tsx';
import type { Formats } from '../../ui/formats.ts';
import type { Member, Role } from './queries.ts';
import { placesInWords, type StoreName } from './words.ts';

interface Known {
  roles: readonly Role[];
  stores: readonly StoreName[];
  ownId: string;
}

export function memberColumns(formats: Formats, { roles, stores, ownId }: Known): DataColumn<Member>[] {
  return [
    {
      id: 'who',
      heading: 'Who',
      cell: (member) => (
        <>
          <div className="clip">
            <Link className="plain" to="/members/$userId" params={{ userId: member.user_id }}>
              {member.name}
            </Link>
            {member.user_id === ownId ? <span className="muted"> (you)</span> : null}
          </div>
          <div className="muted small clip">{member.email ?? 'no e-mail address'}</div>
        </>
      ),
    },
    {
      id: 'role',
      heading: 'Role',
      width: 120,
      cell: (member) => member.role_name,
    },
    {
      id: 'places',
      heading: 'Sees',
      explain: 'The locations or suppliers whose rows this person sees',
      width: '26%',
      hideBelow: 640,
      cell: (member) => (
        <div className="clip">
          {placesInWords(
            member,
            roles.find(({ role_id: roleId }) => roleId === member.role),
            stores,
          )}
        </div>
      ),
    },
    {
      id: 'limit',
      heading: 'Approves up to',
      unit: formats.currencySign,
      align: 'right',
      width: 132,
      hideBelow: 860,
      cell: (member) =>
        !mayApprove(member, roles) ? null : member.effective_approval_limit === null ? (
          <span className="muted">any</span>
        ) : (
          formats.amount(member.effective_approval_limit)
        ),
    },
    {
      id: 'factor',
      heading: 'Second factor',
      explain: 'Whether signing in asks for a code beside the password',
      width: 120,
      hideBelow: 1080,
      cell: (member) =>
        member.has_second_factor ? <span className="gain">✓ on</span> : <span className="muted">off</span>,
    },
    {
      id: 'seen',
      heading: 'Last seen',
      align: 'right',
      width: 128,
      hideBelow: 860,
      cell: (member) =>
        member.last_seen_at === null ? (
          <span className="muted">not lately</span>
        ) : (
          formats.instant(member.last_seen_at)
        ),
    },
    { id: 'state', heading: 'State', width: 108, cell: (member) => <State member={member} /> },
  ];
}

function mayApprove(member: Member, roles: readonly Role[]): boolean {
  return (
    roles.find(({ role_id: roleId }) => roleId === member.role)?.permissions.includes('actions.approve') ??
    false
  );
}

function State({ member }: { member: Member }) {
  if (!member.is_active) return <span className="muted">deactivated</span>;
  if (member.sign_in_delayed_until !== null) return <span className="loss">has to wait</span>;
  return member.has_password ? (
    <span className="gain">✓ active</span>
  ) : (
    <span className="muted">no password</span>
  );
}
