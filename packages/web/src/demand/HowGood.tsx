import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useFormats } from '../ui/FormatProvider.tsx';
import { ErrorState, SkeletonRows } from '../ui/States.tsx';
import classes from './Forecasts.module.css';
import { accuracyQuery } from './forecast-queries.ts';
import { biasInWords, methodInWords, PERIOD_WORDS, shareInWords } from './forecast-words.ts';
import type { Accuracy } from './types.ts';

/** How forecasts of the last three months turned out. */
export function HowGood() {
  return (
    <section aria-label="How good forecasts were">
      <h2>How good forecasts were</h2>
      <AccuracyTables />
    </section>
  );
}

function AccuracyTables() {
  const query = useQuery(accuracyQuery);
  const formats = useFormats();
  if (query.isPending) return <SkeletonRows count={4} />;
  if (query.isLoadingError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const { by_model, by_horizon, data_until } = query.data;
  if (by_model.length === 0) {
    return (
      <p className="muted">
        Nothing to compare yet. Forecasts are compared with the sales of the days after them, with each
        recalculation.
      </p>
    );
  }
  return (
    <>
      <p className="muted small">
        Forecasts of the last 90 days against sales until {formats.day(data_until ?? '')}. Stock-out days do
        not count.
      </p>
      <FigureTable
        label="By model"
        rows={by_model}
        nameOf={(row) => methodInWords(row.model)}
        keyOf={(row) => `${row.source} ${row.frequency} ${row.model}`}
      />
      <FigureTable
        label="By weeks ahead"
        rows={by_horizon}
        nameOf={(row) => (row.horizon_week === 1 ? 'next week' : `week ${row.horizon_week}`)}
        keyOf={(row) => `${row.source} ${row.frequency} ${row.horizon_week}`}
      />
    </>
  );
}

type Row = Accuracy['by_model'][number] | Accuracy['by_horizon'][number];

function FigureTable<One extends Row>(props: {
  label: string;
  rows: readonly One[];
  nameOf: (row: One) => ReactNode;
  keyOf: (row: One) => string;
}) {
  const formats = useFormats();
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{props.label}</th>
          <th scope="col">
            <abbr title="Absolute errors as a share of what was sold">Off</abbr>
          </th>
          <th scope="col">
            <abbr title="Forecast minus sales, mean of a period">Bias</abbr>
          </th>
          <th scope="col">
            <abbr title="Periods whose sales lay within the 80 % interval; about 80 % should">In 80 %</abbr>
          </th>
          <th scope="col">Periods</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={props.keyOf(row)}>
            <td>
              {props.nameOf(row)}
              <span className="muted small"> {sourceInWords(row)}</span>
            </td>
            <td>{shareInWords(row.wape_pct, formats)}</td>
            <td>{biasInWords(row.bias_units, formats)}</td>
            <td>{shareInWords(row.coverage_80_pct, formats)}</td>
            <td>{formats.quantity(row.known_periods)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sourceInWords({ source, frequency }: Pick<Row, 'source' | 'frequency'>): string {
  return source === 'nightly' ? 'nightly, by day' : `on request, by ${PERIOD_WORDS[frequency].one}`;
}
