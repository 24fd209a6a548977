import classes from './Difference.module.css';

interface Change {
  field: string;
  kind: 'added' | 'removed' | 'changed';
  before: string;
  after: string;
}

/** Fields with what they were and what they became; a sign and a stroke go with the colours. */
export function Difference({ changes, label }: { changes: readonly Change[]; label: string }) {
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.field}>
            <th scope="row">{change.field}</th>
            <td>
              {change.before === '' ? <span className="muted">nothing</span> : <del>{change.before}</del>}
            </td>
            <td>
              {change.after === '' ? <span className="muted">nothing</span> : <ins>{change.after}</ins>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
