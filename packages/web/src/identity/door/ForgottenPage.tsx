import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { client, unwrap } from '../../app/api.ts';
import classes from './Door.module.css';
import { Door, LinkAdvice } from './Door.tsx';
import { useWait, WaitNotice } from './WaitNotice.tsx';

/** Sends a link for a new password; what is answered tells nobody who has an account. */
export function ForgottenPage() {
  const form = useForm({
    initialValues: { email: '' },
    validate: { email: (value) => (value.includes('@') ? null : 'Your e-mail address') },
  });
  const ask = useMutation({
    mutationFn: (email: string) => unwrap(client.POST('/api/v1/auth/password-reset', { body: { email } })),
  });
  const wait = useWait(ask.error);
  if (ask.isSuccess) {
    return (
      <Door title="Look into your mailbox">
        <p role="status">
          If somebody signs in with {ask.variables}, a link is on its way there. It opens once, within 30
          minutes.
        </p>
        <p style={{ marginTop: 16 }}>
          <Link to="/sign-in">Back to signing in</Link>
        </p>
        <details style={{ marginTop: 24 }}>
          <summary>Nothing arrives</summary>
          <p className="muted">
            Look among the unwanted mail. This installation may also have no mail server.
          </p>
          <LinkAdvice />
        </details>
      </Door>
    );
  }
  return (
    <Door title="A new password">
      <p className="muted">We send a link to your e-mail address; with it you choose a new password.</p>
      <form
        className={classes.form}
        onSubmit={form.onSubmit(({ email }) => ask.mutate(email.trim()))}
        noValidate
      >
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          autoFocus
          {...form.getInputProps('email')}
        />
        <WaitNotice error={ask.error} wait={wait} />
        <Button type="submit" size="sm" loading={ask.isPending} disabled={wait > 0}>
          Send the link
        </Button>
      </form>
      <p style={{ marginTop: 24 }}>
        <Link to="/sign-in">Back to signing in</Link>
      </p>
    </Door>
  );
}
