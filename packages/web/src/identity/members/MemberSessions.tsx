import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { client, unwrap } from '../../app/api.ts';
import { useMe } from '../../app/session.tsx';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import { ErrorState, SkeletonRows } from '../../ui/States.tsx';
import { memberSessionsQuery } from '../sessions/queries.ts';
import { SessionList } from '../sessions/SessionList.tsx';
import classes from './Members.module.css';
import type { Member } from './queries.ts';

/** Where a member is signed in, for those who may end it. */
export function MemberSessions({ member, barred }: { member: Member; barred: string | null }) {
  const me = useMe();
  const cache = useQueryClient();
  const query = memberSessionsQuery(member.user_id);
  const sessions = useQuery({ ...query, enabled: me.permissions.includes('identity.manage') });
  const done = {
    onSuccess: () => cache.invalidateQueries({ queryKey: query.queryKey }),
    onError: (error: Error) =>
      notifications.show({ color: 'red', title: 'Not ended', message: error.message }),
  };
  const end = useMutation({
    mutationFn: (sessionId: string) =>
      unwrap(
        client.DELETE('/api/v1/users/{user_id}/sessions/{session_id}', {
          params: { path: { user_id: member.user_id, session_id: sessionId } },
        }),
      ),
    ...done,
  });
  const endAll = useMutation({
    mutationFn: () =>
      unwrap(
        client.DELETE('/api/v1/users/{user_id}/sessions', {
          params: { path: { user_id: member.user_id } },
        }),
      ),
    ...done,
  });
  if (!me.permissions.includes('identity.manage')) return <p className="muted">{barred}</p>;
  if (sessions.isPending) return <SkeletonRows count={2} />;
  if (sessions.isLoadingError)
    return <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />;
  const list = sessions.data.data;
  if (list.length === 0) return <p className="muted">Signed in nowhere.</p>;
  return (
    <div className={classes.state} style={{ justifyItems: 'stretch' }}>
      <SessionList
        sessions={list}
        reason={barred}
        endingId={end.isPending ? end.variables : null}
        onEnd={(session) => end.mutate(session.session_id)}
      />
      <div>
        <ReasonedButton
          variant="default"
          reason={barred}
          loading={endAll.isPending}
          onClick={() => endAll.mutate()}
        >
          End all of them
        </ReasonedButton>
      </div>
    </div>
  );
}
