import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { apiAddress } from '../app/api.ts';
import { useFormats } from '../ui/FormatProvider.tsx';
import { ErrorState, SkeletonRows } from '../ui/States.tsx';
import classes from './Forecasts.module.css';
import { driftQuery } from './forecast-queries.ts';
import type { DriftAlert } from './types.ts';

/** Items whose sales, or the errors of whose forecasts, are no longer what they were; the strongest first. */
export function DriftAlerts() {
  const query = useQuery(driftQuery);
  if (query.isPending) return <SkeletonRows count={4} />;
  if (query.isLoadingError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const { data: alerts, page } = query.data;
  return (
    <section aria-label="Out of their usual course">
      <div className={classes.head}>
        <h2>Out of their usual course{page.total === 0 ? '' : `: ${page.total}`}</h2>
        {page.total === 0 ? null : (
          <a className="small" href={apiAddress('/forecasts/drift', { format: 'csv' })} download>
            {page.total > alerts.length ? `the strongest ${alerts.length} are shown, export all` : 'export'}
          </a>
        )}
      </div>
      {alerts.length === 0 ? (
        <p className="muted">
          Nothing has left its usual course: sales and errors of forecasts are what they were.
        </p>
      ) : (
        <ul className={classes.alerts}>
          {alerts.map((alert) => (
            <Alert key={alert.alert_id} alert={alert} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Alert({ alert }: { alert: DriftAlert }) {
  const formats = useFormats();
  return (
    <li>
      <div>
        <Link to="/items/$storeId/$skuId" params={{ storeId: alert.store_id, skuId: alert.sku_id }}>
          {alert.item_name ?? alert.sku_id}
        </Link>{' '}
        <span className="code">{alert.sku_id}</span> at {alert.store_name ?? alert.store_id}
        <span className="muted small"> · since {formats.day(alert.first_seen)}</span>
      </div>
      <div className="small">
        <span className="doubt" aria-hidden="true">
          {signOf(alert)}
        </span>{' '}
        {alert.message}
      </div>
    </li>
  );
}

/** Beside the sentence, never in place of it. */
function signOf({ kind, score }: DriftAlert): string {
  if (kind === 'error') return '⚠';
  return score > 0 ? '▲' : '▼';
}
