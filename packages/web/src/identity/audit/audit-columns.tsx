import { Link } from '@tanstack/react-router';
import type { DataColumn } from '../../ui/DataTable.tsx';
import type { Formats } from '../../ui/formats.ts';
import { difference } from './difference.ts';
import type { AuditEntry } from './queries.ts';
import { entityInWords, nameOfThing, shortId, verbInWords } from './wording.ts';

export function auditColumns(formats: Formats): DataColumn<AuditEntry>[] {
  return [
    {
      id: 'at',
      heading: 'When',
      width: 112,
      cell: (entry) => (
        <time dateTime={entry.at} title={entry.at}>
          {formats.instant(entry.at)}
        </time>
      ),
    },
    { id: 'actor', heading: 'Who', width: '24%', cell: (entry) => <Clipped text={entry.actor_name} /> },
    {
      id: 'what',
      heading: 'What',
      cell: (entry) => (
        <Link
          className="plain"
          to="/audit"
          search={(before) => ({ ...before, entry: String(entry.audit_id) })}
          replace
          resetScroll={false}
        >
          {verbInWords(entry.verb)}
        </Link>
      ),
    },
    {
      id: 'thing',
      heading: 'Of what',
      width: '26%',
      hideBelow: 480,
      cell: (entry) => (
        <Clipped
          text={`${entityInWords(entry.entity)} ${nameOfThing(entry) ?? shortId(entry.entity_id)}`}
          lead={`${entityInWords(entry.entity)} `}
        />
      ),
    },
    {
      id: 'change',
      heading: 'Fields',
      width: '22%',
      hideBelow: 860,
      cell: (entry) => (
        <div className="clip muted">
          {difference(entry.before, entry.after)
            .map(({ field }) => field)
            .join(', ')}
        </div>
      ),
    },
  ];
}

function Clipped({ text, lead }: { text: string; lead?: string }) {
  return (
    <div className="clip" title={text}>
      {lead === undefined ? text : <span className="muted">{lead}</span>}
      {lead === undefined ? null : text.slice(lead.length)}
    </div>
  );
}
