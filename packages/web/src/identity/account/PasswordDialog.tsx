import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../ui/Dialog.tsx';
import { fieldErrors } from '../../ui/field-errors.ts';
import classes from './Account.module.css';

/** Asks for one's password before something that weakens how one signs in. */
export function PasswordDialog(props: {
  title: string;
  consequence: string;
  keep: string;
  action: string;
  error: Error | null;
  isBusy: boolean;
  onClose: () => void;
  onConfirm: (password: string) => void;
}) {
  const [password, setPassword] = useState('');
  const { fields, rest } = fieldErrors(props.error, ['password', 'current_password']);
  return (
    <Dialog onClose={props.onClose} title={props.title}>
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (password !== '') props.onConfirm(password);
        }}
      >
        <p>{props.consequence}</p>
        <PasswordInput
          label="Your password"
          autoComplete="current-password"
          data-autofocus
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password', tabIndex: 0 }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={fields.password ?? fields.current_password ?? rest}
        />
        <div className={classes.buttons}>
          <Button variant="default" onClick={props.onClose}>
            {props.keep}
          </Button>
          <Button type="submit" color="red.9" disabled={password === ''} loading={props.isBusy}>
            {props.action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
