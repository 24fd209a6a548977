import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { ApiError, client, unwrap } from '../../app/api.ts';
import { useMe, useStoreMe } from '../../app/session.tsx';
import classes from '../door/Door.module.css';

const SHORTEST_PASSWORD = 12;

/** Name, e-mail and password of the signed-in person. */
export function AccountPage() {
  const me = useMe();
  const storeMe = useStoreMe();
  const form = useForm({
    initialValues: { name: me.name, email: me.email ?? '', password: '' },
    validate: {
      name: (value) => (value.trim() === '' ? 'Your name, as colleagues know it' : null),
      email: (value) => (value.includes('@') ? null : 'An e-mail address, such as ana@example.com'),
      password: (value) =>
        value.length >= SHORTEST_PASSWORD ? null : `At least ${SHORTEST_PASSWORD} characters`,
    },
  });
  const save = useMutation({
    mutationFn: (body: { name: string; email: string; password: string }) =>
      unwrap(client.PUT('/api/v1/auth/account', { body })),
    onSuccess: (saved) => {
      storeMe(saved);
      form.setFieldValue('password', '');
      notifications.show({
        title: 'Saved',
        message: `Sign in with ${saved.email ?? 'your e-mail address'} from now on.`,
      });
    },
    onError: (error) => {
      if (!(error instanceof ApiError)) return;
      for (const detail of error.details)
        if (detail.field !== undefined) form.setFieldError(detail.field, detail.message);
    },
  });
  return (
    <div className={classes.account}>
      <h1>Account</h1>
      <p className="muted">
        {me.role} of {me.organization.name}. With a password you sign in without a link from the server.
      </p>
      <form className={classes.form} onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
        <TextInput label="Name" autoComplete="name" {...form.getInputProps('name')} />
        <TextInput label="E-mail" type="email" autoComplete="username" {...form.getInputProps('email')} />
        <PasswordInput
          label={me.has_password ? 'New password' : 'Password'}
          description={`At least ${SHORTEST_PASSWORD} characters. A few words in a row are easy to keep and hard to guess.`}
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        {save.isError ? (
          <p className={classes.problem} role="alert">
            {save.error.message}
          </p>
        ) : null}
        <div>
          <Button type="submit" size="sm" loading={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </div>
  );
}
