import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { ApiError, client, unwrap } from '../../app/api.ts';
import { CopyText } from '../../ui/CopyText.tsx';
import classes from './Account.module.css';

export interface EnrolmentOffer {
  secret: string;
  otpauth_uri: string;
  qr_svg: string;
}

/** Scan, or type the secret; then one code proves that the authenticator has it. */
export function Enrolment(props: {
  offer: EnrolmentOffer;
  onConfirmed: (recoveryCodes: readonly string[]) => void;
  onCancel: () => void;
}) {
  const form = useForm({
    initialValues: { code: '', password: '' },
    validate: {
      password: (value) => (value === '' ? 'Your password, as for signing in' : null),
      code: (value) =>
        /^\d{6}$/.test(value.replaceAll(' ', '')) ? null : 'The six digits your authenticator shows',
    },
  });
  const confirm = useMutation({
    mutationFn: (body: { code: string; password: string }) =>
      unwrap(client.POST('/api/v1/auth/second-factor/enrolment/confirm', { body })),
    onSuccess: ({ recovery_codes: codes }) => props.onConfirmed(codes),
    onError: (error) =>
      form.setFieldError(
        error instanceof ApiError && error.code === 'current_password_wrong' ? 'password' : 'code',
        error.message,
      ),
  });
  return (
    <form
      className={classes.enrolment}
      onSubmit={form.onSubmit(({ code, password }) =>
        confirm.mutate({ code: code.replaceAll(' ', ''), password }),
      )}
      noValidate
    >
      <img
        className={classes.qr}
        alt="The secret as a QR code, for the camera of an authenticator"
        src={`data:image/svg+xml;utf8,${encodeURIComponent(props.offer.qr_svg)}`}
      />
      <div className={classes.steps}>
        <p>Scan the code with an authenticator app, or type this secret into it:</p>
        <CopyText label="The secret as text" text={props.offer.secret} />
        <TextInput
          label="The code it shows now"
          autoComplete="one-time-code"
          inputMode="numeric"
          autoFocus
          w={200}
          {...form.getInputProps('code')}
        />
        <PasswordInput
          label="Your password"
          autoComplete="current-password"
          w={260}
          {...form.getInputProps('password')}
        />
        <div className={classes.buttons}>
          <Button type="submit" loading={confirm.isPending}>
            Confirm
          </Button>
          <Button variant="default" onClick={props.onCancel}>
            Cancel
          </Button>
        </div>
      </div>
    </form>
  );
}
