import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { BandChart } from '../ui/BandChart.tsx';
import { useFormats } from '../ui/FormatProvider.tsx';
import { type Figure, unitWord } from '../ui/formats.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import { BatchTimeline } from './BatchTimeline.tsx';
import { demandChart } from './demand-chart.ts';
import classes from './Item.module.css';
import { DecisionsTaken, Receipts } from './PastTables.tsx';
import { seriesQuery, storesQuery } from './queries.ts';
import type { ItemSeries } from './types.ts';

const route = getRouteApi('/signed-in/items/$storeId/$skuId');

/** One item at one place: what was sold, what will be wanted, what has to sell by when, and what was decided. */
export function ItemAtPlacePage() {
  const { storeId, skuId } = route.useParams();
  const query = useQuery(seriesQuery(storeId, skuId));
  if (query.isPending) return <SkeletonRows />;
  if (query.isLoadingError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <ItemAtPlace series={query.data} />;
}

function ItemAtPlace({ series }: { series: ItemSeries }) {
  const formats = useFormats();
  const { item, store } = series;
  const model = useMemo(() => demandChart(series, formats), [series, formats]);
  const next = series.forecast?.days.slice(0, 7).reduce((sum, day) => sum + day.mean, 0);
  return (
    <>
      <header className={classes.head}>
        <div>
          <h1>
            {item.name} <span className="code">{item.sku_id}</span>
          </h1>
          <p className="muted">
            at {store.name} · {item.category}
            {item.mrp === null ? '' : ` · list price ${formats.money(item.mrp, 2)}`}
            {item.shelf_life_days === null ? '' : ` · keeps ${formats.quantity(item.shelf_life_days)} days`}
          </p>
        </div>
        <PlaceSelect storeId={store.store_id} skuId={item.sku_id} />
      </header>
      <Velocities series={series} />
      {model.days.length === 0 ? (
        <EmptyState title="No sales on record here">
          <p>Sales of this item at {store.name} appear here with the first sales file that holds them.</p>
        </EmptyState>
      ) : (
        <BandChart
          title="Demand"
          summary={
            next === undefined
              ? 'Sales by day; there is no forecast yet.'
              : `Sales by day, and ${formats.quantity(next)} ${unitWord(item.unit)} expected in the next 7 days.`
          }
          model={model}
          height={260}
          fileName={`demand-${store.store_id}-${item.sku_id}`}
        />
      )}
      {series.forecast === null ? (
        <p className="muted small">No forecast yet: it is made with the next recalculation.</p>
      ) : (
        <p className="muted small">
          Forecast by {series.forecast.model.replaceAll('-', ' ')}
          {series.forecast.reason === '' ? '' : `: ${series.forecast.reason.replace(/\.$/, '')}`}. Stock-out
          days count as missing demand, not as zero.
        </p>
      )}
      <div className={classes.columns}>
        <section>
          <h2>Batches, by life left</h2>
          <BatchTimeline batches={series.batches} unit={unitWord(item.unit)} />
        </section>
        <section>
          <h2>Decisions taken</h2>
          <DecisionsTaken actions={series.actions} />
        </section>
        <section>
          <h2>Receipts</h2>
          <Receipts receipts={series.receipts} unit={unitWord(item.unit)} />
        </section>
      </div>
    </>
  );
}

function Velocities({ series }: { series: ItemSeries }) {
  const formats = useFormats();
  const { features, item } = series;
  const onHand = series.batches.reduce((sum, batch) => sum + batch.on_hand_qty, 0);
  const velocity = (value: Figure | null | undefined) =>
    value == null ? 'not known' : formats.quantity(value, 1);
  return (
    <dl className={classes.facts}>
      <Fact term="On hand" value={`${formats.quantity(onHand)} ${unitWord(item.unit)}`} />
      <Fact term="Sold a day, last 7 days" value={velocity(features?.velocity_7d)} />
      <Fact term="last 14" value={velocity(features?.velocity_14d)} />
      <Fact term="last 30" value={velocity(features?.velocity_30d)} />
      {features?.volatility == null ? null : (
        <Fact term="Volatility" value={formats.quantity(features.volatility, 2)} />
      )}
      {features?.seasonality_flag == null ? null : (
        <Fact term="Week pattern" value={features.seasonality_flag ? 'yes' : 'none found'} />
      )}
    </dl>
  );
}

function Fact({ term, value }: { term: string; value: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function PlaceSelect({ storeId, skuId }: { storeId: string; skuId: string }) {
  const navigate = useNavigate();
  const stores = useQuery(storesQuery).data?.data ?? [];
  return (
    <div className={classes.places}>
      <Select
        aria-label="The same item at another place"
        w={220}
        searchable
        allowDeselect={false}
        data={stores.map((store) => ({ value: store.store_id, label: store.name }))}
        value={storeId}
        onChange={(next) =>
          next === null
            ? undefined
            : void navigate({ to: '/items/$storeId/$skuId', params: { storeId: next, skuId } })
        }
      />
      <div className="small" style={{ marginTop: 4, textAlign: 'right' }}>
        <Link to="/items">All items</Link>
      </div>
    </div>
  );
}
