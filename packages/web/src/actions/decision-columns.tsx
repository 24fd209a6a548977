import { getRouteApi } from '@tanstack/react-router';
import type { DataColumn } from '../ui/DataTable.tsx';
import { DayLabel } from '../ui/Figures.tsx';
import type { Formats } from '../ui/formats.ts';
import { RankBar } from '../ui/RankBar.tsx';
import classes from './Decisions.module.css';
import { costOf } from './decision-list.ts';
import type { Action } from './types.ts';
import { STATUS_NAMES, verbAndQuantity, whereText } from './wording.ts';

const route = getRouteApi('/signed-in/decisions');

/** The columns of the list of decisions; money bars share one scale, that of the largest saving shown. */
export function decisionColumns(
  formats: Formats,
  largest: number,
  options: { status: boolean },
): DataColumn<Action>[] {
  const columns: DataColumn<Action>[] = [
    {
      id: 'saves',
      heading: 'Saves',
      unit: formats.currencySign,
      explain: 'Expected saving against doing nothing, after the costs of the action',
      align: 'right',
      sortKey: 'expected_savings',
      width: 84,
      cell: (action) => (
        <RankBar share={Number(action.expected_savings) / largest}>
          <b style={{ fontWeight: 600 }}>
            {formats.amount(action.expected_savings, formats.columnDigits(largest))}
          </b>
        </RankBar>
      ),
    },
    {
      id: 'chance',
      heading: 'Chance',
      explain: 'How often the action ends better than doing nothing, over simulated demand',
      align: 'right',
      sortKey: 'chance_of_gain',
      width: 70,
      hideBelow: 480,
      cell: (action) => (
        <span className={action.chance_of_gain < 0.7 ? 'doubt' : undefined}>
          {formats.percent(action.chance_of_gain)}
        </span>
      ),
    },
    {
      id: 'what',
      heading: 'What to do',
      cell: (action) => (
        <>
          <div className={classes.why}>
            <route.Link
              className="plain"
              to="."
              search={(before) => ({ ...before, action: String(action.action_id) })}
              resetScroll={false}
            >
              <b style={{ fontWeight: 600 }}>{verbAndQuantity(action, formats)}</b> {action.item_name}
            </route.Link>
          </div>
          <div className="clip muted small">{whereText(action)}</div>
        </>
      ),
    },
    {
      id: 'why',
      heading: 'Why',
      hideBelow: 860,
      width: '38%',
      cell: (action) => <div className={classes.why}>{action.reason}</div>,
    },
    {
      id: 'until',
      heading: 'Decide by',
      align: 'right',
      sortKey: 'decide_by',
      width: 98,
      cell: (action) => <DayLabel day={action.decide_by} stacked />,
    },
  ];
  if (options.status) {
    columns.push({
      id: 'status',
      heading: 'Status',
      width: 92,
      hideBelow: 640,
      cell: (action) => STATUS_NAMES[action.status],
    });
  }
  return columns;
}

/** The columns of the write-offs: nothing is saved, so what they cost stands in front. */
export function writeOffColumns(formats: Formats): DataColumn<Action>[] {
  const cost: DataColumn<Action> = {
    id: 'cost',
    heading: 'At cost',
    unit: formats.currencySign,
    explain: 'Units to write off at what they cost',
    align: 'right',
    width: 84,
    cell: (action) => formats.amount(costOf(action), 2),
  };
  const rest = decisionColumns(formats, 1, { status: false }).filter(
    ({ id }) => id !== 'saves' && id !== 'chance',
  );
  return [cost, ...rest];
}
