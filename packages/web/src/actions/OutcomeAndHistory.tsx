import { useFormats } from '../ui/FormatProvider.tsx';
import { unitWord } from '../ui/formats.ts';
import classes from './Proof.module.css';
import type { ActionDetail } from './types.ts';
import { STATUS_NAMES, verbAndQuantity, whereText } from './wording.ts';

/** What came of it, who did what, and the other actions planned for the same batch. */
export function OutcomeAndHistory({
  action,
  onOpen,
}: {
  action: ActionDetail;
  onOpen: (actionId: string) => void;
}) {
  const formats = useFormats();
  const siblings = action.plan.filter((other) => other.action_id !== action.action_id);
  return (
    <>
      {action.outcomes.map((outcome) => (
        <section key={outcome.outcome_id} className={classes.section}>
          <h3>What came of it</h3>
          <table className={classes.ledger}>
            <tbody>
              <tr>
                <td>Promised</td>
                <td>{formats.money(action.expected_savings)}</td>
              </tr>
              <tr>
                <td>
                  Recovered, with {formats.quantity(outcome.cleared_units)} of {formats.quantity(action.qty)}{' '}
                  {unitWord(action.unit)} cleared
                </td>
                <td>{formats.money(outcome.recovered_value)}</td>
              </tr>
              <tr className={classes.sum}>
                <td>Difference</td>
                <td>
                  {formats.signedMoney(Number(outcome.recovered_value) - Number(action.expected_savings))}
                </td>
              </tr>
            </tbody>
          </table>
          {outcome.notes === null ? null : <p className={`${classes.prose} muted`}>{outcome.notes}</p>}
        </section>
      ))}
      {siblings.length === 0 ? null : (
        <section className={classes.section}>
          <h3>Planned together for this batch</h3>
          <ul className={classes.list}>
            {siblings.map((other) => (
              <li key={other.action_id}>
                <a
                  href={`?action=${other.action_id}`}
                  onClick={(event) => {
                    event.preventDefault();
                    onOpen(String(other.action_id));
                  }}
                >
                  {verbAndQuantity(other, formats)}, {whereText(other)}
                </a>{' '}
                <span className="muted">
                  saves {formats.money(other.expected_savings)} · {STATUS_NAMES[other.status].toLowerCase()}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {action.history.length === 0 ? null : (
        <section className={classes.section}>
          <h3>History</h3>
          <ul className={classes.list}>
            {action.history.map((entry) => (
              <li key={`${entry.at}-${entry.verb}`}>
                <span className="muted">{formats.instant(entry.at)}</span> {entry.actor_name ?? 'Granary'}{' '}
                {entry.verb.replaceAll('_', ' ')}
                <span className="muted">{changesOf(entry)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** Fields that tell nothing beside the verb. */
const QUIET = new Set(['version', 'status', 'snapshot_date']);

/** What an entry changed: ": qty 8 → 9". */
function changesOf({ before, after }: ActionDetail['history'][number]): string {
  if (before === null || after === null) return '';
  const changes = Object.keys(after)
    .filter((field) => !QUIET.has(field) && field in before && before[field] !== after[field])
    .map((field) => `${field.replaceAll('_', ' ')} ${shown(before[field])} → ${shown(after[field])}`);
  return changes.length === 0 ? '' : `: ${changes.join(', ')}`;
}

function shown(value: unknown): string {
  return value === null || value === undefined ? 'none' : String(value);
}
