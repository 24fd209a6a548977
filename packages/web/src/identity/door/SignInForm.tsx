import type { Me } from '@granary/client';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { client, unwrap } from '../../app/api.ts';
import classes from './Door.module.css';
import { SecondFactorForm } from './SecondFactorForm.tsx';
import { useWait, WaitNotice } from './WaitNotice.tsx';

/** E-mail address and password, and the second factor where one is set. */
export function SignInForm(props: {
  email?: string;
  onSignedIn: (me: Me) => void;
  /** Other ways in, shown below the password. */
  children?: ReactNode;
}) {
  const [challenge, setChallenge] = useState<string | null>(null);
  const form = useForm({
    initialValues: { email: props.email ?? '', password: '' },
    validate: {
      email: (value) => (value.includes('@') ? null : 'Your e-mail address, such as ana@example.com'),
      password: (value) => (value === '' ? 'Your password' : null),
    },
  });
  const signIn = useMutation({
    mutationFn: (body: { email: string; password: string }) =>
      unwrap(client.POST('/api/v1/auth/login', { body })),
    onSuccess: (reply) => {
      if ('challenge_token' in reply) setChallenge(reply.challenge_token);
      else if ('user_id' in reply) props.onSignedIn(reply);
    },
  });
  const wait = useWait(signIn.error);
  const knowsEmail = props.email !== undefined && props.email !== '';
  if (challenge !== null) {
    return (
      <SecondFactorForm
        challenge={challenge}
        onSignedIn={props.onSignedIn}
        onBack={() => {
          setChallenge(null);
          form.setFieldValue('password', '');
        }}
      />
    );
  }
  return (
    <>
      <form className={classes.form} onSubmit={form.onSubmit((values) => signIn.mutate(values))} noValidate>
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          data-autofocus={!knowsEmail || undefined}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          data-autofocus={knowsEmail || undefined}
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password', tabIndex: 0 }}
          {...form.getInputProps('password')}
        />
        <WaitNotice error={signIn.error} wait={wait} />
        <Button type="submit" size="sm" loading={signIn.isPending} disabled={wait > 0}>
          Sign in
        </Button>
      </form>
      {props.children}
    </>
  );
}
