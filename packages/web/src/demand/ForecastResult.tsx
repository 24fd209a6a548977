import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { BandChart } from '../ui/BandChart.tsx';
import { NameWithCode } from '../ui/Figures.tsx';
import { useFormats } from '../ui/FormatProvider.tsx';
import { unitWord } from '../ui/formats.ts';
import classes from './Forecasts.module.css';
import { forecastChart } from './forecast-chart.ts';
import { biasInWords, methodInWords, PERIOD_WORDS, periodsInWords, shareInWords } from './forecast-words.ts';
import type { ForecastDetail } from './types.ts';

/** One forecast: what is expected, why so, and how it has turned out so far. */
export function ForecastResult({ forecast }: { forecast: ForecastDetail }) {
  const formats = useFormats();
  const model = useMemo(() => forecastChart(forecast, formats), [forecast, formats]);
  const { frequency, periods } = forecast;
  const [next] = periods;
  const isRunning = next !== undefined && next.period_start <= forecast.data_until;
  const expected = periods.reduce((sum, period) => sum + period.mean, 0);
  const unit = unitWord(forecast.unit);
  return (
    <section className={classes.result} aria-label="Forecast">
      <h2>
        <NameWithCode name={forecast.item_name} code={forecast.sku_id} />
        <span className={classes.where}>
          {forecast.store_id === null ? (
            ' in all stores together'
          ) : (
            <>
              {' at '}
              <Link
                className="plain"
                to="/items/$storeId/$skuId"
                params={{ storeId: forecast.store_id, skuId: forecast.sku_id }}
              >
                {forecast.store_name ?? forecast.store_id}
              </Link>
            </>
          )}
        </span>
      </h2>
      <dl className={classes.facts}>
        <Fact
          term={`${isRunning ? 'This' : 'Next'} ${PERIOD_WORDS[frequency].one}`}
          value={next === undefined ? '' : `${formats.quantity(next.mean)} ${unit}`}
          note={
            next === undefined
              ? ''
              : `nine times in ten ${formats.quantity(next.p05)} to ${formats.quantity(next.p95)}`
          }
        />
        <Fact
          term={`All ${periodsInWords(forecast.horizon, frequency)}`}
          value={`${formats.quantity(expected)} ${unit}`}
          note={`from ${formats.day(next?.period_start ?? forecast.data_until)}`}
        />
        <Fact
          term="Turned out so far"
          value={
            forecast.known_periods === 0 ? 'not known yet' : `${shareInWords(forecast.wape_pct, formats)} off`
          }
          note={
            forecast.known_periods === 0
              ? 'sales of these periods are still to come'
              : `over ${periodsInWords(forecast.known_periods, frequency)}, ${biasInWords(forecast.bias_units, formats)} ${unit} on average`
          }
        />
      </dl>
      <BandChart
        title="Demand"
        summary={`Sales by ${PERIOD_WORDS[frequency].one}, and ${formats.quantity(expected)} ${unit} expected in ${periodsInWords(forecast.horizon, frequency)}.`}
        model={model}
        height={260}
        fileName={`forecast-${forecast.sku_id}${forecast.store_id === null ? '' : `-${forecast.store_id}`}`}
      />
      <p className={classes.reason}>{forecast.reason}</p>
      {forecast.notes.length === 0 ? null : (
        <ul className={classes.notes}>
          {forecast.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <p className="muted small">
        By {methodInWords(forecast.model)}
        {forecast.method === forecast.model ? '' : `, asked for ${methodInWords(forecast.method)}`}
        {forecast.form === '' ? '' : ` (${forecast.form})`} · made {formats.instant(forecast.made_at)},{' '}
        {forecast.made_by}
      </p>
    </section>
  );
}

function Fact({ term, value, note }: { term: string; value: string; note: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        {value}
        <small>{note}</small>
      </dd>
    </div>
  );
}
