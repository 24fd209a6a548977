import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client, unwrap } from '../../app/api.ts';
import { whyNotChange } from '../../app/session.tsx';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import { ErrorState, SkeletonRows } from '../../ui/States.tsx';
import { ownSessionsQuery } from '../sessions/queries.ts';
import { SessionList } from '../sessions/SessionList.tsx';
import classes from './Account.module.css';

/** One's own sessions; ending all of them ends this one too and leads to the door. */
export function OwnSessions() {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const sessions = useQuery(ownSessionsQuery);
  const tell = (error: Error) =>
    notifications.show({ color: 'red', title: 'Not ended', message: error.message });
  const end = useMutation({
    mutationFn: (sessionId: string) =>
      unwrap(client.DELETE('/api/v1/sessions/{session_id}', { params: { path: { session_id: sessionId } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ownSessionsQuery.queryKey }),
    onError: tell,
  });
  const endAll = useMutation({
    mutationFn: () => unwrap(client.POST('/api/v1/auth/logout-everywhere')),
    onSuccess: async () => {
      cache.clear();
      await navigate({ to: '/sign-in' });
    },
    onError: tell,
  });
  if (sessions.isPending) return <SkeletonRows count={2} />;
  if (sessions.isLoadingError)
    return <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />;
  return (
    <div className={classes.sessions}>
      <SessionList
        sessions={sessions.data.data}
        reason={whyNotChange()}
        endingId={end.isPending ? end.variables : null}
        onEnd={(session) => end.mutate(session.session_id)}
      />
      <div>
        <ReasonedButton
          variant="default"
          reason={whyNotChange()}
          loading={endAll.isPending}
          onClick={() => endAll.mutate()}
        >
          Sign out everywhere
        </ReasonedButton>
      </div>
    </div>
  );
}
