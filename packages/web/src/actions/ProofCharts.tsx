import { useMemo } from 'react';
import { BandChart } from '../ui/BandChart.tsx';
import type { ChartModel } from '../ui/chart-model.ts';
import { useFormats } from '../ui/FormatProvider.tsx';
import { unitWord } from '../ui/formats.ts';
import classes from './Proof.module.css';
import type { ActionDetail } from './types.ts';
import { planTitle } from './wording.ts';

/** Projected stock with and without the action, over the demand it rests on: the same days above each other. */
export function ProofCharts({ action }: { action: ActionDetail }) {
  const formats = useFormats();
  const { chart, snapshot_date: snapshot, with_action, do_nothing } = action.proof;
  const models = useMemo(() => {
    const marks: ChartModel['marks'] = [
      { day: chart.expiry_date, label: `expires ${formats.day(chart.expiry_date)}`, tone: 'loss' },
    ];
    // The projection begins the day after the count; what the count found is known.
    const counted = action.proof.batches.find((batch) => batch.batch_id === action.batch_id)?.units ?? null;
    const from = (values: readonly number[]) => [counted, ...values];
    const { stock_without: without, stock_with: withAction } = chart;
    const stock: ChartModel = {
      days: [snapshot, ...chart.dates],
      unit: unitWord(action.unit),
      series: [
        {
          name: 'Doing nothing',
          kind: 'line',
          tone: 'other',
          values: from(without.p50),
          dashed: true,
          endLabel: 'do nothing',
        },
        {
          name: 'With the action',
          kind: 'line',
          tone: 'forecast',
          values: from(withAction.p50),
          endLabel: 'with action',
        },
      ],
      bands: [
        {
          name: 'Doing nothing, 80 %',
          tone: 'other',
          low: from(without.p10),
          high: from(without.p90),
          opacity: 0.16,
          unnamed: true,
        },
        {
          name: 'With the action, 80 %',
          tone: 'forecast',
          low: from(withAction.p10),
          high: from(withAction.p90),
          opacity: 0.2,
          unnamed: true,
        },
      ],
      marks,
      ticks: [],
    };
    const ahead = (values: readonly number[]) => [null, ...values];
    const demand: ChartModel = {
      days: stock.days,
      unit: `${unitWord(action.unit)} a day`,
      series: [{ name: 'Mean', kind: 'line', tone: 'ink', values: ahead(chart.demand.mean) }],
      bands: [
        {
          name: '80 %',
          tone: 'ink',
          low: ahead(chart.demand.p10),
          high: ahead(chart.demand.p90),
          opacity: 0.14,
        },
      ],
      marks: [],
      ticks: [],
    };
    return { stock, demand };
  }, [action, chart, snapshot, formats]);
  if (chart.dates.length === 0) return null;
  const unsold = (mean: number) => `${formats.quantity(mean)} ${unitWord(action.unit)}`;
  return (
    <div className={classes.section}>
      <BandChart
        title="Stock of this batch"
        summary={`Doing nothing leaves ${unsold(do_nothing.unsold.mean)} unsold; ${planTitle(action, formats)} leaves ${unsold(with_action.unsold.mean)}.`}
        model={models.stock}
        height={190}
        fileName={`stock-action-${action.action_id}`}
      />
      <BandChart
        title="Demand"
        summary={`${formats.quantity(action.proof.forecast.mean_per_day, 1)} ${unitWord(action.unit)} a day on average.`}
        model={models.demand}
        height={110}
        fileName={`demand-action-${action.action_id}`}
      />
    </div>
  );
}
