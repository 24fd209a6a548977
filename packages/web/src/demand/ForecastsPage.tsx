import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ErrorState, SkeletonRows } from '../ui/States.tsx';
import { DriftAlerts } from './DriftAlerts.tsx';
import { EarlierForecasts } from './EarlierForecasts.tsx';
import { ForecastForm } from './ForecastForm.tsx';
import { ForecastResult } from './ForecastResult.tsx';
import classes from './Forecasts.module.css';
import { forecastQuery } from './forecast-queries.ts';
import { HowGood } from './HowGood.tsx';

const route = getRouteApi('/signed-in/forecasts');

/** What an item will be asked for, how good such forecasts were, and where demand left its usual course. */
export function ForecastsPage() {
  const { forecast, item } = route.useSearch();
  return (
    <>
      <h1>Forecasts</h1>
      <ForecastForm />
      {forecast === undefined ? null : <OneForecast forecastId={forecast} />}
      <div className={classes.sections}>
        <div>
          <EarlierForecasts skuId={item} openId={forecast} />
          <DriftAlerts />
        </div>
        <HowGood />
      </div>
    </>
  );
}

function OneForecast({ forecastId }: { forecastId: string }) {
  const query = useQuery(forecastQuery(forecastId));
  if (query.isPending) return <SkeletonRows count={6} />;
  if (query.isLoadingError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <ForecastResult forecast={query.data} />;
}
