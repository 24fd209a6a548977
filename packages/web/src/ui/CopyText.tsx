import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import classes from './CopyText.module.css';

/** A text to take along, such as a secret, with a button that copies it. */
export function CopyText({
  text,
  label,
  isFirst = false,
}: {
  text: string;
  label: string;
  /** Focused and selected when its dialog opens, so that the keyboard copies it at once. */
  isFirst?: boolean;
}) {
  const field = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<'idle' | 'copied' | 'selected'>('idle');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      // Without https a page may not write to the clipboard: the text is selected for the keyboard.
      field.current?.select();
      setState('selected');
    }
  };
  return (
    <div className={classes.line}>
      <input
        ref={field}
        className={classes.text}
        aria-label={label}
        value={text}
        readOnly
        data-autofocus={isFirst || undefined}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button variant="default" onClick={() => void copy()}>
        {state === 'copied' ? 'Copied ✓' : state === 'selected' ? 'Press Ctrl C' : 'Copy'}
      </Button>
    </div>
  );
}
