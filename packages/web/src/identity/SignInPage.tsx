import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { client, unwrap } from '../app/api.ts';
import { useStoreMe } from '../app/session.tsx';
import classes from './Door.module.css';
import { Door, LinkAdvice } from './Door.tsx';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const { next } = route.useSearch();
  const router = useRouter();
  const cache = useQueryClient();
  const storeMe = useStoreMe();
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (value.includes('@') ? null : 'Your e-mail address'),
      password: (value) => (value === '' ? 'Your password' : null),
    },
  });
  const signIn = useMutation({
    mutationFn: (body: { email: string; password: string }) =>
      unwrap(client.POST('/api/v1/auth/login', { body })),
    onSuccess: (me) => {
      cache.clear();
      storeMe(me);
      // Only addresses of this screen are followed.
      router.history.push(next?.startsWith('/app/') ? next : '/app/decisions');
    },
  });
  return (
    <Door title="Sign in">
      <form className={classes.form} onSubmit={form.onSubmit((values) => signIn.mutate(values))} noValidate>
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          data-autofocus
          {...form.getInputProps('email')}
        />
        <PasswordInput label="Password" autoComplete="current-password" {...form.getInputProps('password')} />
        {signIn.isError ? (
          <p className={classes.problem} role="alert">
            {signIn.error.message}
          </p>
        ) : null}
        <Button type="submit" size="sm" loading={signIn.isPending}>
          Sign in
        </Button>
      </form>
      <details style={{ marginTop: 24 }}>
        <summary>No password yet, or forgotten</summary>
        <LinkAdvice />
      </details>
    </Door>
  );
}
