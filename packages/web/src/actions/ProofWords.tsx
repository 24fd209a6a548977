import { Link } from '@tanstack/react-router';
import { useFormats } from '../ui/FormatProvider.tsx';
import { unitWord } from '../ui/formats.ts';
import classes from './Proof.module.css';
import type { ActionDetail, Proof } from './types.ts';

const COST_SOURCES: Readonly<Record<string, string>> = {
  batch: 'paid for this batch',
  latest: 'last paid',
  mrp: 'from the list price',
  none: 'unknown',
};

/** In sentences: by what reasoning, and from which data. */
export function HowAndFrom({ action }: { action: ActionDetail }) {
  const formats = useFormats();
  const { proof } = action;
  const { forecast, price, destination } = proof;
  return (
    <>
      <section className={classes.section}>
        <h3>How</h3>
        <p className={classes.prose}>
          Demand is {formats.quantity(forecast.mean_per_day, 1)} {unitWord(action.unit)} a day, forecast by{' '}
          {forecast.model}
          {forecast.reason === '' ? '.' : `: ${forecast.reason.replace(/\.$/, '')}.`}
        </p>
        <p className={classes.prose}>
          Price {formats.money(price.price, 2)}, cost {formats.money(price.unit_cost, 2)} (
          {COST_SOURCES[price.unit_cost_source] ?? price.unit_cost_source}).{' '}
          {elasticitySentence(price.elasticity, formats.quantity)}
        </p>
        {destination === undefined ? null : (
          <p className={classes.prose}>
            {destination.name} sells {formats.quantity(destination.mean_per_day, 1)} {unitWord(action.unit)} a
            day. The lane takes {formats.quantity(destination.lane.lead_time_days)}{' '}
            {destination.lane.lead_time_days === 1 ? 'day' : 'days'} and costs{' '}
            {formats.money(destination.lane.cost_per_unit, 2)} a unit plus{' '}
            {formats.money(destination.lane.fixed_cost, 2)} a trip.
          </p>
        )}
        <p className={classes.prose}>
          Both futures face the same {formats.quantity(proof.paths)} simulated runs of demand, first expired
          sold first (seed <span className="code">{proof.seed}</span>).
        </p>
      </section>
      <section className={classes.section}>
        <h3>From</h3>
        <p className={classes.prose}>
          {forecast.data_until === null
            ? 'No sales'
            : `Sales until ${formats.dayWithYear(forecast.data_until)}`}
          ; stock of {formats.dayWithYear(proof.snapshot_date)}; forecast run{' '}
          <span className="code">{forecast.forecast_run_id?.slice(0, 8) ?? 'none'}</span>; rules version{' '}
          {proof.rule_version}; made {formats.instant(proof.made_at)}.
        </p>
        <BatchSources proof={proof} unit={unitWord(action.unit)} ownBatch={action.batch_id} />
      </section>
    </>
  );
}

/** The batches the projection held, each down to the row of the file it came from. */
function BatchSources({ proof, unit, ownBatch }: { proof: Proof; unit: string; ownBatch: string }) {
  const formats = useFormats();
  return (
    <table className={classes.ledger}>
      <thead>
        <tr>
          <th scope="col">Batch</th>
          <th scope="col">{unit}</th>
          <th scope="col">Expires</th>
          <th scope="col">Days to sell</th>
          <th scope="col">File and row</th>
        </tr>
      </thead>
      <tbody>
        {proof.batches.map((batch) => (
          <tr key={batch.batch_id}>
            <td>
              {batch.batch_id === ownBatch ? (
                <b style={{ fontWeight: 600 }}>{batch.batch_id}</b>
              ) : (
                batch.batch_id
              )}
            </td>
            <td>{formats.quantity(batch.units)}</td>
            <td>{formats.day(batch.expiry_date)}</td>
            <td>{formats.quantity(batch.sellable_days)}</td>
            <td>
              {batch.upload_id === null ? (
                'not from a file'
              ) : (
                <Link to="/import" search={{ upload: batch.upload_id }}>
                  {batch.file_name ?? 'file'}
                  {batch.row_no === null ? '' : ` row ${formats.quantity(batch.row_no)}`}
                </Link>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function elasticitySentence(
  elasticity: Proof['price']['elasticity'],
  quantity: (value: number, digits?: number) => string,
): string {
  if (elasticity === null) return 'No discount was weighed.';
  const { value, low, high, source, price_changes: changes } = elasticity;
  const range = `Price elasticity ${quantity(value, 1)} (${quantity(low, 1)} … ${quantity(high, 1)})`;
  if (changes === 0) return `${range}, assumed: no price change is on record.`;
  const where =
    source === 'item' ? 'of this item' : source === 'category' ? 'in its category' : `(${source})`;
  return `${range}, from ${quantity(changes)} price ${changes === 1 ? 'change' : 'changes'} ${where}.`;
}
