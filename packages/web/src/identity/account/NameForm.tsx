import { PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { client, unwrap } from '../../app/api.ts';
import { useMe, useStoreMe, whyNotChange } from '../../app/session.tsx';
import { fieldErrors } from '../../ui/field-errors.ts';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import { NewPasswordInput } from '../door/NewPasswordInput.tsx';
import { keepsEveryRule } from '../door/password-rules.ts';
import classes from './Account.module.css';

const NAMES = ['name', 'email', 'password', 'current_password'] as const;

/** Name and e-mail address; for somebody who came by a link also the first password. */
export function NameForm() {
  const me = useMe();
  const storeMe = useStoreMe();
  const form = useForm({
    initialValues: { name: me.name, email: me.email ?? '', password: '' },
    validate: {
      name: (value) => (value.trim() === '' ? 'Your name, as colleagues know it' : null),
      email: (value) => (value.includes('@') ? null : 'An e-mail address, such as ana@example.com'),
      password: (value) =>
        me.has_password
          ? value === ''
            ? 'Your password, to confirm it is you'
            : null
          : keepsEveryRule(value)
            ? null
            : 'Not every rule below is met yet',
    },
  });
  const save = useMutation({
    mutationFn: ({ name, email, password }: { name: string; email: string; password: string }) =>
      unwrap(
        client.PUT('/api/v1/auth/account', {
          body: me.has_password ? { name, email, current_password: password } : { name, email, password },
        }),
      ),
    onSuccess: (saved) => {
      storeMe(saved);
      form.setValues({ name: saved.name, email: saved.email ?? '', password: '' });
      notifications.show({
        title: 'Saved',
        message: `Sign in with ${saved.email ?? 'your e-mail address'} from now on.`,
      });
    },
    onError: (error) => {
      const { current_password: current, ...fields } = fieldErrors(error, NAMES).fields;
      form.setErrors({ ...fields, ...(current === undefined ? {} : { password: current }) });
    },
  });
  const { rest } = fieldErrors(save.error, NAMES);
  const send = form.onSubmit((values) => save.mutate(values));
  return (
    <form className={classes.form} onSubmit={send} noValidate>
      <TextInput label="Name" autoComplete="name" {...form.getInputProps('name')} />
      <TextInput label="E-mail" type="email" autoComplete="username" {...form.getInputProps('email')} />
      {me.has_password ? (
        <PasswordInput
          label="Your password, to confirm"
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password', tabIndex: 0 }}
          {...form.getInputProps('password')}
        />
      ) : (
        <NewPasswordInput label="Password" {...form.getInputProps('password')} />
      )}
      {rest === null ? null : (
        <p className={classes.problem} role="alert">
          {rest}
        </p>
      )}
      <div>
        <ReasonedButton reason={whyNotChange()} loading={save.isPending} onClick={() => send()}>
          Save
        </ReasonedButton>
      </div>
    </form>
  );
}
