import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { client, unwrap } from '../../app/api.ts';
import { useStoreMe } from '../../app/session.tsx';
import { tellSessionEnd } from '../../app/session-end.ts';
import { forgetViewAs } from '../../app/view-as.ts';
import { fieldErrors } from '../../ui/field-errors.ts';
import classes from './Door.module.css';
import { Door } from './Door.tsx';
import { NewPasswordInput } from './NewPasswordInput.tsx';
import { keepsEveryRule } from './password-rules.ts';

/** Accepts an invitation: a name and a password, and one is in. */
export function InvitationPage() {
  const [token] = useState(() => window.location.hash.slice(1));
  const navigate = useNavigate();
  const cache = useQueryClient();
  const storeMe = useStoreMe();
  const form = useForm({
    initialValues: { name: '', password: '' },
    validate: {
      name: (value) => (value.trim() === '' ? 'Your name, as colleagues know it' : null),
      password: (value) => (keepsEveryRule(value) ? null : 'Not every rule below is met yet'),
    },
  });
  const accept = useMutation({
    mutationFn: async (chosen: { name: string; password: string }) => {
      const { email } = await unwrap(client.POST('/api/v1/auth/invitation', { body: { token, ...chosen } }));
      return unwrap(
        client.POST('/api/v1/auth/login', { body: { email, password: chosen.password, mode: 'cookie' } }),
      );
    },
    onSuccess: (me) => {
      if (!('user_id' in me)) return;
      cache.clear();
      forgetViewAs();
      tellSessionEnd(null);
      storeMe(me);
      void navigate({ to: '/', replace: true });
    },
    onError: (error) => form.setErrors(fieldErrors(error, ['name', 'password']).fields),
  });
  const { rest } = fieldErrors(accept.error, ['name', 'password']);
  if (token === '') {
    return (
      <Door title="This link is incomplete">
        <p>The part after # is missing. Copy the whole address from the e-mail.</p>
      </Door>
    );
  }
  return (
    <Door title="Welcome">
      <p className="muted">You were invited. Choose the name colleagues will see, and a password.</p>
      <form className={classes.form} onSubmit={form.onSubmit((chosen) => accept.mutate(chosen))} noValidate>
        <TextInput label="Name" autoComplete="name" autoFocus {...form.getInputProps('name')} />
        <NewPasswordInput label="Password" {...form.getInputProps('password')} />
        {rest === null ? null : (
          <div role="alert">
            <p className={classes.problem}>{rest}</p>
            <p className="muted" style={{ marginTop: 4 }}>
              Whoever invited you can send a new link. Already in? <Link to="/sign-in">Sign in</Link>
            </p>
          </div>
        )}
        <Button type="submit" size="sm" loading={accept.isPending}>
          Come in
        </Button>
      </form>
    </Door>
  );
}
