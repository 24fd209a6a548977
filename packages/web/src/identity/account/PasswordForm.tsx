import { PasswordInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client, unwrap } from '../../app/api.ts';
import { useMe, whyNotChange } from '../../app/session.tsx';
import { fieldErrors } from '../../ui/field-errors.ts';
import { ReasonedButton } from '../../ui/ReasonedButton.tsx';
import { NewPasswordInput } from '../door/NewPasswordInput.tsx';
import { keepsEveryRule } from '../door/password-rules.ts';
import { ownSessionsQuery } from '../sessions/queries.ts';
import classes from './Account.module.css';

/** The old password proves who asks; the rules of the new one are ticked off while typing. */
export function PasswordForm() {
  const me = useMe();
  const cache = useQueryClient();
  const form = useForm({
    initialValues: { current_password: '', new_password: '' },
    validate: {
      current_password: (value) => (value === '' ? 'The password you have now' : null),
      new_password: (value) => (keepsEveryRule(value) ? null : 'Not every rule below is met yet'),
    },
  });
  const change = useMutation({
    mutationFn: (body: { current_password: string; new_password: string }) =>
      unwrap(client.PUT('/api/v1/auth/password', { body })),
    onSuccess: () => {
      form.reset();
      void cache.invalidateQueries({ queryKey: ownSessionsQuery.queryKey });
      notifications.show({
        title: 'Password changed',
        message: 'Your other sessions have ended. Tokens for machines go on.',
      });
    },
    onError: (error) => form.setErrors(fieldErrors(error, ['current_password', 'new_password']).fields),
  });
  const { rest } = fieldErrors(change.error, ['current_password', 'new_password']);
  const send = form.onSubmit((values) => change.mutate(values));
  return (
    <form className={classes.form} onSubmit={send} noValidate>
      {/* Password managers file the password under this name. */}
      <input type="text" autoComplete="username" value={me.email ?? ''} readOnly hidden />
      <PasswordInput
        label="Current password"
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the current password', tabIndex: 0 }}
        {...form.getInputProps('current_password')}
      />
      <NewPasswordInput label="New password" {...form.getInputProps('new_password')} />
      {rest === null ? null : (
        <p className={classes.problem} role="alert">
          {rest}
        </p>
      )}
      <div>
        <ReasonedButton reason={whyNotChange()} loading={change.isPending} onClick={() => send()}>
          Change the password
        </ReasonedButton>
      </div>
    </form>
  );
}
