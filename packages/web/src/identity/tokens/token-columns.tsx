import { Tooltip } from '@mantine/core';
import type { DataColumn } from '../../ui/DataTable.tsx';
import { daysBetween, type Formats } from '../../ui/formats.ts';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import type { MachineToken } from './queries.ts';

export function tokenColumns(
  formats: Formats,
  reason: string | null,
  onRevoke: (token: MachineToken) => void,
): DataColumn<MachineToken>[] {
  return [
    {
      id: 'name',
      heading: 'For',
      cell: (token) => (
        <>
          <div className="clip">{token.name}</div>
          <div className="muted small clip">
            <code>{token.prefix}</code> by {token.made_by}
          </div>
        </>
      ),
    },
    {
      id: 'scopes',
      heading: 'May',
      width: '32%',
      hideBelow: 640,
      cell: (token) => (
        <Tooltip label={token.permissions.join(', ')}>
          <div className="clip">
            {token.permissions.length === 1
              ? token.permissions[0]
              : `${token.permissions[0]} and ${token.permissions.length - 1} more`}
          </div>
        </Tooltip>
      ),
    },
    {
      id: 'used',
      heading: 'Last used',
      align: 'right',
      width: 128,
      hideBelow: 480,
      cell: (token) =>
        token.last_used_at === null ? (
          <span className="muted">never</span>
        ) : (
          formats.instant(token.last_used_at)
        ),
    },
    {
      id: 'ends',
      heading: 'Ends',
      align: 'right',
      width: 112,
      cell: (token) => <Ends token={token} formats={formats} />,
    },
    {
      id: 'revoke',
      heading: '',
      align: 'right',
      width: 104,
      cell: (token) =>
        token.revoked_at !== null ? null : (
          <ReasonedButton
            variant="default"
            reason={reason}
            onClick={() => onRevoke(token)}
            aria-label={`Revoke the token ${token.name}`}
          >
            Revoke
          </ReasonedButton>
        ),
    },
  ];
}

function Ends({ token, formats }: { token: MachineToken; formats: Formats }) {
  if (token.revoked_at !== null) return <span className="muted">revoked</span>;
  const days = daysBetween(formats.clockDay, token.expires_at);
  if (days < 0) return <span className="muted">ended</span>;
  return (
    <>
      {formats.day(token.expires_at.slice(0, 10))}
      <div className={days <= 7 ? 'doubt small' : 'muted small'}>
        {days <= 7 ? '! ' : ''}
        {days === 0 ? 'today' : `in ${formats.quantity(days)} ${days === 1 ? 'day' : 'days'}`}
      </div>
    </>
  );
}
