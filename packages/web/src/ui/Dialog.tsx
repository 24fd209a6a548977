import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';

/**
 * A dialog that is there as long as it is open: what was typed into it is gone when it closes, and the focus
 * is back on what opened it, which the modal alone forgets when it is taken away at once.
 */
export function Dialog({ children, ...modal }: Omit<ModalProps, 'opened' | 'returnFocus'>) {
  const [before] = useState(rememberOpener);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        if (document.querySelector('[role="dialog"]') === null && before?.isConnected) before.focus();
      });
    },
    [before],
  );
  return (
    <Modal opened {...modal}>
      {children}
    </Modal>
  );
}

let opener: HTMLElement | null = null;

/** What had the focus when the first of several dialogs opened, one after the other. */
function rememberOpener(): HTMLElement | null {
  const active = document.activeElement;
  if (active instanceof HTMLElement && active.closest('[role="dialog"]') === null) opener = active;
  return opener;
}
