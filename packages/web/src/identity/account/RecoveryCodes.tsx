import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { saveText } from '../../ui/save-text.ts';
import classes from './Account.module.css';

/** The codes that open without the authenticator. The server keeps no copy one could read: they are shown this once. */
export function RecoveryCodes(props: { codes: readonly string[]; email: string; onKept: () => void }) {
  const [isKept, setKept] = useState(false);
  const [copied, setCopied] = useState<boolean | null>(null);
  const text = props.codes.join('\n');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <div className={classes.stack}>
      <p>
        <strong>Keep these recovery codes.</strong> Each signs you in once if your authenticator is lost. They
        are shown only now.
      </p>
      <ul className={classes.codes} aria-label="Recovery codes">
        {props.codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={classes.buttons}>
        <Button
          variant="default"
          onClick={() =>
            saveText('granary-recovery-codes.txt', `Granary, recovery codes of ${props.email}\n\n${text}\n`, {
              type: 'text/plain',
            })
          }
        >
          Download
        </Button>
        <Button variant="default" onClick={() => void copy()}>
          {copied === true ? 'Copied ✓' : copied === false ? 'Copying is not allowed here' : 'Copy'}
        </Button>
      </div>
      <Checkbox
        size="sm"
        label="I have kept the codes in a safe place"
        checked={isKept}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <div>
        <Button disabled={!isKept} onClick={props.onKept}>
          Done
        </Button>
      </div>
    </div>
  );
}
