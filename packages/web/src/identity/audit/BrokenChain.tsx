import { apiAddress } from '../../app/api.ts';
import classes from './Audit.module.css';

/** What was found, what it means, and what to do: nothing here can be mended by a click, and nothing should be. */
export function BrokenChain({ broken }: { broken: { audit_id: number; kind: string; message: string } }) {
  const last = broken.audit_id - 1;
  return (
    <div className={classes.broken} role="alert">
      <h2>The trail was {broken.kind === 'removed' ? 'cut' : 'changed'} outside of Granary</h2>
      <p>{broken.message}</p>
      <p>
        {last > 0
          ? `Entries 1 to ${last} are as they were written; do not rely on those from ${broken.audit_id} on.`
          : 'No entry can be relied on.'}{' '}
        Granary itself cannot change or remove an entry: somebody wrote into the database directly.
      </p>
      <ol>
        <li>
          Keep what is there: <a href={apiAddress('/audit', { format: 'csv' })}>take the trail as a file</a>{' '}
          and have a copy made of the database, before anything is restored.
        </li>
        <li>
          Find out who could write into the database since entry {Math.max(last, 1)} was made: its log and its
          roles tell.
        </li>
        <li>
          Restore the last backup into another database and run <code>granary audit verify</code> there. The
          entries that differ are the ones that were touched.
        </li>
      </ol>
    </div>
  );
}
