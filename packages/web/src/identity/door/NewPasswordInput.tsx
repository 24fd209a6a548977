import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import classes from './Door.module.css';
import { judgePassword } from './password-rules.ts';

/** A password that is being chosen, with its rules ticked off as they are met. */
export function NewPasswordInput({ value = '', ...input }: PasswordInputProps) {
  return (
    <div>
      <PasswordInput
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the new password', tabIndex: 0 }}
        {...input}
        value={value}
      />
      <ul className={classes.rules} aria-label="Rules of the password">
        {judgePassword(String(value)).map(({ rule, isMet }) => (
          <li key={rule} className={isMet ? 'gain' : 'muted'}>
            <span aria-hidden="true">{isMet ? '✓' : '·'}</span> {rule}
            <span className={classes.spoken}>{isMet ? ', met' : ', not yet'}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
