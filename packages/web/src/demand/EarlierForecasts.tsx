import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { apiAddress } from '../app/api.ts';
import { NameWithCode } from '../ui/Figures.tsx';
import { useFormats } from '../ui/FormatProvider.tsx';
import { ErrorState, SkeletonRows } from '../ui/States.tsx';
import classes from './Forecasts.module.css';
import { earlierQuery } from './forecast-queries.ts';
import { biasInWords, methodInWords, periodsInWords, shareInWords } from './forecast-words.ts';
import type { ForecastRecord } from './types.ts';

/** Forecasts made before, with how they turned out; each opens again. */
export function EarlierForecasts({
  skuId,
  openId,
}: {
  skuId: string | undefined;
  openId: string | undefined;
}) {
  const list = useInfiniteQuery(earlierQuery(skuId));
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <section aria-label="Earlier forecasts">
      <div className={classes.head}>
        <h2>{skuId === undefined ? 'Earlier forecasts' : 'Earlier forecasts of this item'}</h2>
        {rows.length === 0 ? null : (
          <a
            className="small"
            href={apiAddress('/forecasts/history', { sku_id: skuId, format: 'csv' })}
            download
          >
            export
          </a>
        )}
      </div>
      {list.isPending ? (
        <SkeletonRows count={4} />
      ) : list.isLoadingError ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        <p className="muted">
          {skuId === undefined ? 'No forecast made yet.' : 'No forecast of this item yet.'} What you ask for
          above stays here, and is compared with the sales that come.
        </p>
      ) : (
        <Table rows={rows} openId={openId} />
      )}
      {list.hasNextPage ? (
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          mt={4}
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
    </section>
  );
}

function Table({ rows, openId }: { rows: readonly ForecastRecord[]; openId: string | undefined }) {
  const formats = useFormats();
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Item</th>
          <th scope="col" className={`${classes.left} ${classes.wide}`}>
            Ahead
          </th>
          <th scope="col" className={`${classes.left} ${classes.wide}`}>
            By
          </th>
          <th scope="col">
            <abbr title="Absolute errors as a share of what was sold, over the periods that are over">
              Off
            </abbr>
          </th>
          <th scope="col" className={classes.wide ?? ''}>
            <abbr title="Forecast minus sales, mean of a period">Bias</abbr>
          </th>
          <th scope="col" className={classes.wide ?? ''}>
            <abbr title="Periods whose sales lay within the 80 % interval; about 80 % should">In 80 %</abbr>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.forecast_id} aria-current={row.forecast_id === openId ? 'true' : undefined}>
            <td>
              <Link className="plain" to="/forecasts" search={{ ...wishOf(row), forecast: row.forecast_id }}>
                <NameWithCode name={row.item_name} code={row.sku_id} />
              </Link>
              <div className="muted small">
                {row.store_id === null ? 'all stores' : (row.store_name ?? row.store_id)} ·{' '}
                {formats.instant(row.made_at)}
              </div>
            </td>
            <td className={`${classes.left} ${classes.wide}`}>
              {periodsInWords(row.horizon, row.frequency)}
            </td>
            <td className={`${classes.left} ${classes.wide}`}>{methodInWords(row.model)}</td>
            {row.known_periods === 0 ? (
              <td className="muted">to come</td>
            ) : (
              <td>{row.wape_pct === null ? 'no sales' : shareInWords(row.wape_pct, formats)}</td>
            )}
            <td className={classes.wide ?? ''}>{biasInWords(row.bias_units, formats)}</td>
            <td className={classes.wide ?? ''}>{shareInWords(row.coverage_80_pct, formats)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The form as it was when this forecast was asked for. */
function wishOf(row: ForecastRecord) {
  return {
    item: row.sku_id,
    ...(row.store_id === null ? {} : { store: row.store_id }),
    frequency: row.frequency,
    horizon: String(row.horizon),
    ...(row.method === 'auto' ? {} : { method: row.method }),
  };
}
