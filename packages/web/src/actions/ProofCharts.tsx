import { useMemo } from 'react';
import { BandChart } from '../ui/BandChart.tsx';
import type { ChartModel } from '../ui/chart-model.ts';
import { useFormats } from '../ui/FormatProvider.tsx';
import classes from './Proof.module.css';
import type { ActionWithProof } from './types.ts';
import { verbAndQuantity } from './wording.ts';

/** Projected stock with and without the action, over the demand it rests on: the same days above each other. */
export function ProofCharts({ action }: { action: ActionWithProof }) {
  const formats = useFormats();
  const { chart, snapshot_date: snapshot, with_action: withAction, do_nothing: doNothing } = action.proof;
  const models = useMemo(() => {
    const marks: ChartModel['marks'] = [
      { day: snapshot, label: 'stock count', tone: 'muted' },
      { day: chart.expiry_date, label: `expires ${formats.day(chart.expiry_date)}`, tone: 'loss' },
    ];
    const stock: ChartModel = {
      days: chart.dates,
      unit: action.unit,
      series: [
        {
          name: 'Doing nothing',
          kind: 'line',
          tone: 'other',
          values: chart.stock_without.p50,
          dashed: true,
          endLabel: 'do nothing',
        },
        {
          name: 'With the action',
          kind: 'line',
          tone: 'forecast',
          values: chart.stock_with.p50,
          endLabel: 'with action',
        },
      ],
      bands: [
        {
          name: 'Doing nothing, 80 %',
          tone: 'other',
          low: chart.stock_without.p10,
          high: chart.stock_without.p90,
          opacity: 0.16,
          unnamed: true,
        },
        {
          name: 'With the action, 80 %',
          tone: 'forecast',
          low: chart.stock_with.p10,
          high: chart.stock_with.p90,
          opacity: 0.2,
          unnamed: true,
        },
      ],
      marks,
      ticks: [],
    };
    const demand: ChartModel = {
      days: chart.dates,
      unit: `${action.unit} a day`,
      series: [{ name: 'Mean', kind: 'line', tone: 'ink', values: chart.demand.mean }],
      bands: [{ name: '80 %', tone: 'ink', low: chart.demand.p10, high: chart.demand.p90, opacity: 0.14 }],
      marks: [],
      ticks: [],
    };
    return { stock, demand };
  }, [action.unit, chart, formats, snapshot]);
  if (chart.dates.length === 0) return null;
  const unsold = (mean: number) => `${formats.quantity(mean)} ${action.unit}`;
  return (
    <div className={classes.section}>
      <BandChart
        title="Stock of this batch"
        summary={`Doing nothing leaves ${unsold(doNothing.unsold.mean)} unsold; ${verbAndQuantity(action, formats)} leaves ${unsold(withAction.unsold.mean)}.`}
        model={models.stock}
        height={190}
        fileName={`stock-action-${action.action_id}`}
      />
      <BandChart
        title="Demand"
        summary={`${formats.quantity(action.proof.forecast.mean_per_day, 1)} ${action.unit} a day on average.`}
        model={models.demand}
        height={110}
        fileName={`demand-action-${action.action_id}`}
      />
    </div>
  );
}
