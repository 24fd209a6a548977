import { Button } from '@mantine/core';
import { useFormats } from '../../ui/FormatProvider.tsx';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import { deviceInWords } from './device.ts';
import type { Session } from './queries.ts';
import classes from './Sessions.module.css';

/** Where somebody is signed in, with the means to end it. */
export function SessionList(props: {
  sessions: readonly Session[];
  /** Why none of them can be ended; null when they can. */
  reason: string | null;
  endingId: string | null;
  onEnd: (session: Session) => void;
}) {
  const formats = useFormats();
  return (
    <ul className={classes.list}>
      {props.sessions.map((session) => (
        <li key={session.session_id} className={classes.session}>
          <div>
            <div>
              {deviceInWords(session)}
              {session.is_current ? <span className="gain"> · this one</span> : null}
            </div>
            <div className="muted small">
              {session.address === null ? '' : `${session.address} · `}signed in{' '}
              {formats.instant(session.created_at)} · last seen {formats.instant(session.last_seen_at)}
            </div>
          </div>
          {session.is_current ? null : props.endingId === session.session_id ? (
            <Button variant="default" loading aria-label="Ending the session">
              End
            </Button>
          ) : (
            <ReasonedButton
              variant="default"
              reason={props.reason}
              onClick={() => props.onEnd(session)}
              aria-label={`End the session on ${deviceInWords(session)}`}
            >
              End
            </ReasonedButton>
          )}
        </li>
      ))}
    </ul>
  );
}
