import { Difference } from '../../ui/Difference.tsx';
import { useFormats } from '../../ui/FormatProvider.tsx';
import classes from './Audit.module.css';
import { difference } from './difference.ts';
import type { AuditEntry, AuditFilters } from './queries.ts';
import { entityInWords, nameOfThing, verbInWords } from './wording.ts';

/** One entry in full, with ways to everything else of the same person, thing or request. */
export function AuditEntryDetail(props: { entry: AuditEntry; onFilter: (filters: AuditFilters) => void }) {
  const { entry, onFilter } = props;
  const formats = useFormats();
  const changes = difference(entry.before, entry.after);
  const name = nameOfThing(entry);
  const { actor_id: actor, correlation_id: correlation } = entry;
  return (
    <div className={classes.detail}>
      <p className={classes.sentence}>
        {entry.actor_name} <span className="muted">{verbInWords(entry.verb)}</span>
      </p>
      <dl className={classes.facts}>
        <dt>When</dt>
        <dd>
          {formats.instant(entry.at)} <span className="code">{entry.at}</span>
        </dd>
        <dt>Of what</dt>
        <dd>
          {entityInWords(entry.entity)} {name} <span className="code">{entry.entity_id}</span>
        </dd>
        <dt>Entry</dt>
        <dd>{entry.audit_id}</dd>
        {correlation === null ? null : (
          <>
            <dt>Request</dt>
            <dd>
              <span className="code">{correlation}</span>
            </dd>
          </>
        )}
      </dl>
      {changes.length === 0 ? (
        <p className="muted">No field was changed.</p>
      ) : (
        <Difference changes={changes} label="Before and after" />
      )}
      <div className={classes.more}>
        {actor === null ? null : (
          <More onClick={() => onFilter({ actor })}>Everything {entry.actor_name} did</More>
        )}
        <More onClick={() => onFilter({ entity: entry.entity, entity_id: entry.entity_id })}>
          Everything done to {name ?? `this ${entityInWords(entry.entity)}`}
        </More>
        {correlation === null ? null : (
          <More onClick={() => onFilter({ correlation_id: correlation })}>The same request</More>
        )}
      </div>
    </div>
  );
}

function More({ onClick, children }: { onClick: () => void; children: React.ReactNode }) {
  return (
    <button type="button" className="linklike" onClick={onClick}>
      {children}
    </button>
  );
}
