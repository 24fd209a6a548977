import { apiAddress } from '../../app/api.ts';
import classes from './Audit.module.css';

/** What was found, what it means, and what to do: nothing here can be mended by a click, and nothing should be. */
export function BrokenChain(props: {
  broken: { audit_id: number; kind: string; message: string };
  /** The entry whose hash was kept elsewhere, where it was compared with. */
  savedId: number | null;
}) {
  const { broken, savedId } = props;
  // Where the kept entry itself is another, all up to it was written anew, and agrees with itself.
  const last = broken.kind === 'changed' && broken.audit_id === savedId ? 0 : broken.audit_id - 1;
  return (
    <div className={classes.broken} role="alert">
      <h2>The trail was {broken.kind === 'removed' ? 'cut' : 'changed'} outside of Granary</h2>
      <p>{broken.message}</p>
      <p>
        {last > 0
          ? `Entries 1 to ${last} are as they were written; do not rely on those from ${broken.audit_id} on.`
          : 'None of the entries can be relied on.'}{' '}
        Granary itself cannot change or remove an entry: somebody wrote into the database directly.
      </p>
      <ol>
        <li>
          Keep what is there: <a href={apiAddress('/audit', { format: 'csv' })}>take the trail as a file</a>{' '}
          and have a copy made of the database, before anything is restored.
        </li>
        <li>
          Find out who could write into the database{last > 0 ? ` since entry ${last} was made` : ''}: its log
          and its roles tell.
        </li>
        <li>
          Restore the last backup into another database and run <code>granary audit verify</code> there. The
          entries that differ are the ones that were touched.
        </li>
      </ol>
    </div>
  );
}
