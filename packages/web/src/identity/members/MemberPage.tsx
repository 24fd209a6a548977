import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMe } from '../../app/session.tsx';
import { useFormats } from '../../ui/FormatProvider.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { Section } from '../../ui/Section.tsx';
import { ErrorState, SkeletonRows } from '../../ui/States.tsx';
import { MemberErasure } from './MemberErasure.tsx';
import { MemberForm } from './MemberForm.tsx';
import { MemberSessions } from './MemberSessions.tsx';
import { MemberState } from './MemberState.tsx';
import { memberQuery, rolesQuery } from './queries.ts';
import { ViewAsMember } from './ViewAsMember.tsx';
import { whyNotChangeMember } from './why-not.ts';

const route = getRouteApi('/signed-in/administration/members/$userId');

/** One member: their rights, whether they may come in, where they are signed in, and what is kept of them. */
export function MemberPage() {
  const { userId } = route.useParams();
  const me = useMe();
  const formats = useFormats();
  const member = useQuery(memberQuery(userId));
  const roles = useQuery(rolesQuery).data?.data ?? [];
  if (member.isPending) return <SkeletonRows count={8} />;
  if (member.isLoadingError) {
    return (
      <>
        <p className="small">
          <Link to="/members">Members</Link>
        </p>
        <ErrorState isPage error={member.error} onRetry={() => void member.refetch()} />
      </>
    );
  }
  const one = member.data;
  const role = roles.find(({ role_id: roleId }) => roleId === one.role);
  const barred = whyNotChangeMember(me, one, role);
  const since = formats.instant(one.created_at);
  return (
    <>
      <p className="small">
        <Link to="/members">Members</Link>
      </p>
      <PageHead
        title={one.name}
        note={`${one.email ?? 'No e-mail address'} · ${one.role_name} · member since ${since}${one.user_id === me.user_id ? ' · you' : ''}`}
        actions={<ViewAsMember member={one} />}
      />
      <Section title="Rights" note="What this person may do, with which rows, up to which amount.">
        <MemberForm key={one.user_id} member={one} barred={barred} />
      </Section>
      <Section
        title="Access"
        note="Whether this person may sign in. Deactivation ends their sessions at once."
      >
        <MemberState member={one} barred={barred} />
      </Section>
      <Section title="Sessions" note="Where this person is signed in.">
        <MemberSessions member={one} barred={barred} />
      </Section>
      <Section
        title="Personal data"
        note="What is kept of this person, and its erasure when they ask for it or have left."
      >
        <MemberErasure member={one} barred={barred} />
      </Section>
      {me.permissions.includes('audit.read') ? (
        <Section title="Trail" note="What this person did, and what was done to them.">
          <p style={{ display: 'flex', gap: 16 }}>
            <Link to="/audit" search={{ actor: one.user_id }}>
              What they did
            </Link>
            <Link to="/audit" search={{ entity: 'user', entity_id: one.user_id }}>
              What was done to them
            </Link>
          </p>
        </Section>
      ) : null}
    </>
  );
}
