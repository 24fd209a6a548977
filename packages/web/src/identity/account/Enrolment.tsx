import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { client, unwrap } from '../../app/api.ts';
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
    initialValues: { code: '' },
    validate: {
      code: (value) =>
        /^\d{6}$/.test(value.replaceAll(' ', '')) ? null : 'The six digits your authenticator shows',
    },
  });
  const confirm = useMutation({
    mutationFn: (code: string) =>
      unwrap(client.POST('/api/v1/auth/second-factor/enrolment/confirm', { body: { code } })),
    onSuccess: ({ recovery_codes: codes }) => props.onConfirmed(codes),
    onError: (error) => form.setFieldError('code', error.message),
  });
  return (
    <form
      className={classes.enrolment}
      onSubmit={form.onSubmit(({ code }) => confirm.mutate(code.replaceAll(' ', '')))}
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
