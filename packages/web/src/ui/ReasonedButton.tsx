import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';

interface ReasonedButtonProps extends ButtonProps {
  /** Why it cannot be done now, in a sentence; null when it can. */
  reason: string | null;
  onClick: () => void;
  children: ReactNode;
}

/** A button that, when it is disabled, says why: it stays reachable by keyboard so that the reason can be read. */
export function ReasonedButton({ reason, onClick, children, ...button }: ReasonedButtonProps) {
  if (reason === null) {
    return (
      <Button {...button} onClick={onClick}>
        {children}
      </Button>
    );
  }
  return (
    <Tooltip label={reason}>
      <Button
        {...button}
        data-disabled
        aria-disabled="true"
        aria-description={reason}
        onClick={(event) => event.preventDefault()}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
