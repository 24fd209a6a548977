import { useMe, whyNotPermitted } from '../../app/session.tsx';
import { startViewAs } from '../../app/view-as.ts';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import type { Member } from './queries.ts';

/** Shows Granary as this member sees it. */
export function ViewAsMember({ member }: { member: Member }) {
  const me = useMe();
  const reason =
    member.user_id === me.user_id
      ? 'This is you.'
      : member.is_active
        ? whyNotPermitted(me, 'identity.view_as')
        : 'A deactivated person sees nothing.';
  return (
    <ReasonedButton
      variant="default"
      reason={reason}
      onClick={() => startViewAs({ subject: member.user_id, label: member.name })}
    >
      View as {member.name}
    </ReasonedButton>
  );
}
