import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { BandChart } from '../ui/BandChart.tsx';
import type { ChartModel } from '../ui/chart-model.ts';
import { useFormats } from '../ui/FormatProvider.tsx';
import type { Formats } from '../ui/formats.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/States.tsx';
import { dashboardQuery, type Granularity, savingsQuery } from './queries.ts';
import classes from './Results.module.css';
import type { Dashboard, Savings, TypeFigures } from './types.ts';

const route = getRouteApi('/signed-in/kpis');
const GRANULARITIES = [
  { value: 'day', label: 'Day' },
  { value: 'week', label: 'Week' },
  { value: 'month', label: 'Month' },
] as const;

/** What was saved, what still can be, and where the money stands. */
export function ResultsPage() {
  const { from, to, granularity: asked } = route.useSearch();
  const navigate = route.useNavigate();
  const granularity: Granularity = GRANULARITIES.find((one) => one.value === asked)?.value ?? 'week';
  const dashboard = useQuery(dashboardQuery({ from, to }));
  const savings = useQuery(savingsQuery({ from, to }, granularity)).data;
  if (dashboard.isPending) return <SkeletonRows />;
  if (dashboard.isLoadingError)
    return <ErrorState error={dashboard.error} onRetry={() => void dashboard.refetch()} />;
  const figures = dashboard.data;
  return (
    <>
      <h1>Results</h1>
      <Figures figures={figures} />
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label="Sum up by"
          data={[...GRANULARITIES]}
          value={granularity}
          onChange={(value) =>
            void navigate({ search: (before) => ({ ...before, granularity: value }), replace: true })
          }
        />
      </div>
      {savings === undefined ? (
        <SkeletonRows count={4} />
      ) : (
        <SavingsOverTime savings={savings} granularity={granularity} />
      )}
      <ByType rows={figures.by_type} />
    </>
  );
}

function Figures({ figures }: { figures: Dashboard }) {
  const formats = useFormats();
  return (
    <dl className={classes.figures}>
      <Figure
        term="Recovered"
        value={formats.money(figures.recovered_value)}
        note={`${formats.quantity(figures.cleared_units)} units cleared, actions done: ${formats.quantity(figures.done_actions)}`}
      />
      <Figure
        term="Approved, not yet done"
        value={formats.money(figures.approved_savings)}
        note={`actions to do: ${formats.quantity(figures.approved_actions)}`}
      />
      <Figure
        term="Can still be saved"
        value={formats.money(figures.potential_savings)}
        note={`open proposals: ${formats.quantity(figures.open_actions)}`}
      />
      <Figure
        term="At risk"
        value={formats.money(figures.at_risk_value)}
        note={`${formats.quantity(figures.at_risk_units)} units; batches at high risk: ${formats.quantity(figures.high_risk_batches)}`}
      />
      <Figure
        term="Stock value"
        value={figures.inventory_value === null ? 'not known' : formats.money(figures.inventory_value)}
        note={turnoverNote(figures, formats)}
      />
    </dl>
  );
}

function turnoverNote(
  { inventory_turnover: turnover, inventory_turnover_basis: basis }: Dashboard,
  formats: Formats,
): string {
  if (turnover === null) return 'turnover not known yet';
  const scaled = basis?.annualised ? `, from ${formats.quantity(basis.days)} days of sales` : '';
  return `turns ${formats.quantity(turnover, 1)} times a year${scaled}`;
}

function Figure({ term, value, note }: { term: string; value: string; note: string }) {
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

function SavingsOverTime({ savings, granularity }: { savings: Savings; granularity: Granularity }) {
  const formats = useFormats();
  const model = useMemo(
    (): ChartModel => ({
      days: savings.series.map((one) => one.period_start),
      unit: `${formats.currency} a ${granularity}`,
      series: [
        {
          name: 'Recovered',
          kind: 'bar',
          tone: 'forecast',
          values: savings.series.map((one) => Number(one.recovered_value)),
        },
        {
          name: 'Promised by the actions done',
          kind: 'bar',
          tone: 'bar',
          values: savings.series.map((one) => Number(one.expected_savings)),
        },
      ],
      bands: [],
      marks: [],
      ticks: [],
    }),
    [savings, formats, granularity],
  );
  if (savings.total.actions === 0) {
    return (
      <EmptyState
        title="Nothing recovered yet"
        actions={
          <Link to="/decisions" search={{ status: 'APPROVED' }}>
            Approved actions
          </Link>
        }
      >
        <p>
          When an approved action is done and its outcome recorded, what it brought stands here beside what it
          promised.
        </p>
      </EmptyState>
    );
  }
  const recovered = savings.series.reduce((sum, one) => sum + Number(one.recovered_value), 0);
  return (
    <BandChart
      title="Savings over time"
      summary={`${formats.money(recovered)} recovered in ${savings.series.length} periods.`}
      model={model}
      height={200}
      fileName={`savings-by-${granularity}`}
      digits={2}
    />
  );
}

const TYPE_NAMES = {
  TRANSFER: 'Moves between stores',
  MARKDOWN: 'Markdowns',
  LIQUIDATE: 'Sell-offs',
} as const;

function ByType({ rows }: { rows: readonly TypeFigures[] }) {
  const formats = useFormats();
  const largest = Math.max(0, ...rows.flatMap((row) => [row.expected_savings, row.recovered_value]));
  const digits = formats.columnDigits(largest);
  return (
    <section className={classes.section}>
      <h2>By kind of action</h2>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Kind</th>
              <th scope="col">Proposed</th>
              <th scope="col">Approved</th>
              <th scope="col">Done</th>
              <th scope="col">Expected {formats.currencySign}</th>
              <th scope="col">Recovered {formats.currencySign}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.action_type}>
                <td>
                  <Link className="plain" to="/decisions" search={{ type: row.action_type, status: 'ALL' }}>
                    {TYPE_NAMES[row.action_type]}
                  </Link>
                </td>
                <td>{formats.quantity(row.proposed)}</td>
                <td>{formats.quantity(row.approved)}</td>
                <td>{formats.quantity(row.done)}</td>
                <td>{formats.amount(row.expected_savings, digits)}</td>
                <td>{formats.amount(row.recovered_value, digits)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
