import type { Run } from '@granary/client';
import { ActionIcon, Box, Popover, Progress, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useFormats } from '../ui/FormatProvider.tsx';
import { Icon } from '../ui/Icon.tsx';
import classes from './RunStatus.module.css';
import { useRecalculate } from './recalculate.ts';
import { isActive, runMessage, runOutcome, runsQuery, runTitle } from './runs.ts';
import { useMe } from './session.tsx';

/** The calculation under way with its bar, the button that starts one, and a bell that rings at the end. */
export function RunStatus() {
  const me = useMe();
  const mayRead = me.permissions.includes('runs.read');
  const runs = useQuery({ ...runsQuery, enabled: mayRead }).data?.data ?? [];
  const active = runs.find(isActive);
  const unseen = useFinishedRuns(runs);
  return (
    <>
      {active === undefined ? null : <ActiveRun run={active} />}
      {me.permissions.includes('runs.start') ? <Recalculate /> : null}
      {mayRead ? <Bell runs={runs} unseen={unseen} /> : null}
    </>
  );
}

function ActiveRun({ run }: { run: Run }) {
  const formats = useFormats();
  return (
    <Tooltip label={runMessage(run, formats) ?? run.step ?? 'Waiting for its turn'}>
      <span className={classes.active} role="status">
        <span className={classes.step}>{run.step ?? runTitle(run)}</span>
        <Progress
          value={run.progress_pct}
          w={72}
          size={4}
          aria-label={`${runTitle(run)}: ${Math.round(run.progress_pct)} %`}
        />
        <span>{Math.round(run.progress_pct)} %</span>
      </span>
    </Tooltip>
  );
}

function Recalculate() {
  const { start, starting, reason } = useRecalculate();
  return (
    <Tooltip label={reason ?? 'Recalculate forecasts, risk and proposals now'}>
      <ActionIcon
        aria-label="Recalculate"
        aria-disabled={reason !== null}
        data-disabled={reason !== null || undefined}
        loading={starting}
        onClick={() => (reason === null ? start() : undefined)}
      >
        <Icon name="refresh" />
      </ActionIcon>
    </Tooltip>
  );
}

function Bell({ runs, unseen }: { runs: readonly Run[]; unseen: { count: number; clear: () => void } }) {
  const formats = useFormats();
  return (
    <Popover position="bottom-end" width={320} shadow="md" onOpen={unseen.clear} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          pos="relative"
          aria-label={unseen.count === 0 ? 'Latest runs' : `Latest runs, ${unseen.count} new`}
        >
          <Icon name="bell" />
          {unseen.count === 0 ? null : <span className={classes.dot} />}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <h2 className={classes.heading}>Latest runs</h2>
        {runs.length === 0 ? <p className={classes.none}>Nothing has run yet.</p> : null}
        <Box component="ul" className={classes.list ?? ''} tabIndex={0} aria-label="Latest runs">
          {runs.map((run) => (
            <li key={run.run_id}>
              <div className={classes.line}>
                <span>{runTitle(run)}</span>
                <span className={run.state === 'failed' ? 'loss' : 'muted'}>
                  {isActive(run) ? `${Math.round(run.progress_pct)} %` : run.state}
                </span>
              </div>
              <div className="muted small">
                {formats.instant(run.finished_at ?? run.started_at ?? run.created_at)}
                {runOutcome(run, formats) === null ? '' : ` · ${runOutcome(run, formats)}`}
              </div>
            </li>
          ))}
        </Box>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Announces each run that was seen working and has ended, and counts those not looked at. */
function useFinishedRuns(runs: readonly Run[]): { count: number; clear: () => void } {
  const formats = useFormats();
  const working = useRef(new Set<string>());
  const [count, setCount] = useState(0);
  useEffect(() => {
    for (const run of runs) {
      if (isActive(run)) working.current.add(run.run_id);
      else if (working.current.delete(run.run_id)) {
        setCount((before) => before + 1);
        const failed = run.state === 'failed';
        notifications.show({
          ...(failed ? { color: 'red' } : {}),
          title: `${runTitle(run)} ${run.state}`,
          message: runOutcome(run, formats) ?? '',
        });
      }
    }
  }, [runs, formats]);
  return { count, clear: () => setCount(0) };
}
