import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { client, unwrap } from '../../app/api.ts';
import { fieldErrors } from '../../ui/field-errors.ts';
import classes from './Door.module.css';
import { Door } from './Door.tsx';
import { NewPasswordInput } from './NewPasswordInput.tsx';
import { keepsEveryRule } from './password-rules.ts';

/** Chooses a new password with the link of the e-mail; its token stands behind the `#`, which servers never see. */
export function ResetPage() {
  const [token] = useState(() => window.location.hash.slice(1));
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (value) => (keepsEveryRule(value) ? null : 'Not every rule below is met yet') },
  });
  const reset = useMutation({
    mutationFn: (password: string) =>
      unwrap(client.POST('/api/v1/auth/password-reset/confirm', { body: { token, new_password: password } })),
    onError: (error) => form.setErrors(passwordErrors(error)),
  });
  const { rest } = fieldErrors(reset.error, ['new_password']);
  if (reset.isSuccess) {
    return (
      <Door title="Your password is changed">
        <p>
          All your sessions have ended. Sign in with the new password. Tokens for machines go on: look at
          yours, and revoke what you do not know.
        </p>
        <p style={{ marginTop: 16 }}>
          <Link to="/sign-in">Sign in</Link>
        </p>
      </Door>
    );
  }
  if (token === '') {
    return (
      <Door title="This link is incomplete">
        <p>The part after # is missing. Copy the whole address from the e-mail.</p>
        <p style={{ marginTop: 16 }}>
          <Link to="/forgotten">Send a new link</Link>
        </p>
      </Door>
    );
  }
  return (
    <Door title="A new password">
      <form
        className={classes.form}
        onSubmit={form.onSubmit(({ password }) => reset.mutate(password))}
        noValidate
      >
        <NewPasswordInput label="New password" autoFocus {...form.getInputProps('password')} />
        {rest === null ? null : (
          <div role="alert">
            <p className={classes.problem}>{rest}</p>
            <p style={{ marginTop: 8 }}>
              <Link to="/forgotten">Send a new link</Link>
            </p>
          </div>
        )}
        <Button type="submit" size="sm" loading={reset.isPending}>
          Set the password
        </Button>
      </form>
    </Door>
  );
}

/** What the server says of the new password, under the field that holds it here. */
function passwordErrors(error: Error): { password?: string } {
  const { new_password: password } = fieldErrors(error, ['new_password']).fields;
  return password === undefined ? {} : { password };
}
