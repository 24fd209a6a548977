import type { Me } from '@granary/client';
import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client, unwrap } from '../../app/api.ts';
import classes from './Door.module.css';
import { useWait, WaitNotice } from './WaitNotice.tsx';

/** The second step of signing in: the six digits of the authenticator, or a recovery code. */
export function SecondFactorForm(props: {
  challenge: string;
  onSignedIn: (me: Me) => void;
  onBack: () => void;
}) {
  const [way, setWay] = useState<'code' | 'recovery_code'>('code');
  const isCode = way === 'code';
  const form = useForm({
    initialValues: { code: '' },
    validate: {
      code: (value) =>
        isCode
          ? /^\d{6}$/.test(value.replaceAll(' ', ''))
            ? null
            : 'The six digits your authenticator shows'
          : value.trim() === ''
            ? 'One of the recovery codes you kept'
            : null,
    },
  });
  const answer = useMutation({
    mutationFn: (code: string) =>
      unwrap(
        client.POST('/api/v1/auth/second-factor', {
          body: { challenge_token: props.challenge, [way]: code },
        }),
      ),
    onSuccess: (reply) => {
      if ('user_id' in reply) props.onSignedIn(reply);
    },
    onError: () => form.setFieldValue('code', ''),
  });
  const wait = useWait(answer.error);
  return (
    <form
      className={classes.form}
      onSubmit={form.onSubmit(({ code }) => answer.mutate(code.replaceAll(' ', '')))}
      noValidate
    >
      <p className="muted">
        {isCode
          ? 'Open your authenticator and type the code it shows for Granary.'
          : 'A recovery code opens once. Without an authenticator, set up a new one afterwards in your account.'}
      </p>
      <TextInput
        key={way}
        label={isCode ? 'Code' : 'Recovery code'}
        autoComplete="one-time-code"
        inputMode={isCode ? 'numeric' : 'text'}
        autoFocus
        data-autofocus
        className={classes.code ?? ''}
        {...form.getInputProps('code')}
      />
      <WaitNotice error={answer.error} wait={wait} />
      <Button type="submit" size="sm" loading={answer.isPending} disabled={wait > 0}>
        Sign in
      </Button>
      <div className={classes.ways}>
        <button
          type="button"
          className="linklike"
          onClick={() => {
            answer.reset();
            form.reset();
            setWay(isCode ? 'recovery_code' : 'code');
          }}
        >
          {isCode ? 'Use a recovery code' : 'Use the authenticator'}
        </button>
        <button type="button" className="linklike" onClick={props.onBack}>
          Back to the password
        </button>
      </div>
    </form>
  );
}
