import { Link } from '@tanstack/react-router';
import type { DataColumn } from '../../ui/DataTable.tsx';
import type { Formats } from '../../ui/formats.ts';
import { deviceInWords } from '../sessions/device.ts';
import { detailInWords, EVENTS, eventInWords } from './event-words.ts';
import type { SecurityEvent } from './queries.ts';

export function eventColumns(formats: Formats): DataColumn<SecurityEvent>[] {
  return [
    {
      id: 'at',
      heading: 'When',
      width: 112,
      cell: (event) => (
        <time dateTime={event.at} title={event.at}>
          {formats.instant(event.at)}
        </time>
      ),
    },
    {
      id: 'who',
      heading: 'Whom it concerns',
      width: '22%',
      cell: (event) =>
        event.user_id === null ? (
          <span className="muted">{strangerOf(event.kind)}</span>
        ) : (
          <div className="clip">
            <Link className="plain" to="/security" search={{ user: event.user_id }}>
              {event.user_name ?? 'a former member'}
            </Link>
          </div>
        ),
    },
    {
      id: 'what',
      heading: 'What happened',
      cell: (event) =>
        EVENTS[event.kind]?.isDoubtful ? (
          <span className="doubt">! {eventInWords(event.kind)}</span>
        ) : (
          eventInWords(event.kind)
        ),
    },
    {
      id: 'from',
      heading: 'From',
      width: '22%',
      hideBelow: 640,
      cell: (event) => (
        <>
          <div className="clip">{event.address ?? ''}</div>
          {event.user_agent === null ? null : (
            <div className="muted small clip" title={event.user_agent}>
              {deviceInWords({ kind: 'program', user_agent: event.user_agent })}
            </div>
          )}
        </>
      ),
    },
    {
      id: 'detail',
      heading: 'Facts',
      width: '26%',
      hideBelow: 860,
      cell: (event) => {
        const facts = detailInWords(event.detail);
        return (
          <div className="clip muted" title={facts}>
            {facts}
          </div>
        );
      },
    },
  ];
}

/** Who it was where nobody's account is concerned. */
function strangerOf(kind: string): string {
  if (kind.startsWith('address_')) return 'an address';
  return kind === 'invited' ? 'somebody new' : 'unknown';
}
