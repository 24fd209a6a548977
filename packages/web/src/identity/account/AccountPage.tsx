import { Link } from '@tanstack/react-router';
import { roleInWords, useMe } from '../../app/session.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { Section } from '../../ui/Section.tsx';
import { NameForm } from './NameForm.tsx';
import { OwnData } from './OwnData.tsx';
import { OwnSessions } from './OwnSessions.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { SecondFactor } from './SecondFactor.tsx';

/** Oneself: how one signs in, where one is signed in, and what is kept. */
export function AccountPage() {
  const me = useMe();
  return (
    <>
      <PageHead title="Account" note={`At ${me.organization.name}. Your role: ${roleInWords(me)}.`} />
      <Section
        title={me.has_password ? 'You' : 'You, and how you sign in'}
        note={
          me.has_password
            ? 'As colleagues and the audit name you.'
            : 'You came in by a link, which works once. With a password you sign in without one.'
        }
      >
        <NameForm />
      </Section>
      {me.has_password ? (
        <Section title="Password" note="A new password ends your other sessions.">
          <PasswordForm />
        </Section>
      ) : null}
      <Section
        title="Second factor"
        note="A code from an authenticator app beside the password: whoever has only the password stays out."
      >
        <SecondFactor />
      </Section>
      <Section title="Sessions" note="Where you are signed in. End what you do not know.">
        <OwnSessions />
      </Section>
      <Section title="Tokens" note="For programs that act for you with some of your rights.">
        <Link to="/tokens">Your tokens</Link>
      </Section>
      <Section title="Your data" note="Everything that is kept about you, as a file you can read.">
        <OwnData />
      </Section>
    </>
  );
}
