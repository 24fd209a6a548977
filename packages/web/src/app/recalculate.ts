import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { client, unwrap } from './api.ts';
import { isActive, runsQuery } from './runs.ts';
import { useMe, whyNotPermitted } from './session.tsx';

/** Starts the nightly run now: velocities, forecasts, risk, proposals. `reason` says why it cannot be started. */
export function useRecalculate(): { start: () => void; starting: boolean; reason: string | null } {
  const me = useMe();
  const cache = useQueryClient();
  const runs = useQuery({ ...runsQuery, enabled: me.permissions.includes('runs.read') }).data?.data ?? [];
  const isBusy = runs.some((run) => run.kind === 'nightly' && isActive(run));
  const run = useMutation({
    mutationFn: () => unwrap(client.POST('/api/v1/runs', { body: { kind: 'nightly' } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: runsQuery.queryKey }),
    onError: (error) => notifications.show({ color: 'red', title: 'Not started', message: error.message }),
  });
  return {
    start: run.mutate,
    starting: run.isPending,
    reason: whyNotPermitted(me, 'runs.start') ?? (isBusy ? 'A recalculation is already under way.' : null),
  };
}
