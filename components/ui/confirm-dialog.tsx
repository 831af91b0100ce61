'use client';

import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { Callout } from './callout.tsx';
import { Dialog } from './dialog.tsx';

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** A question: "Retire 3 assets?" */
  title: string;
  /** What will happen, and whether it can be undone. */
  children?: ReactNode;
  /** The verb of the title: "Retire". */
  confirmLabel: string;
  danger?: boolean;
  /** The dialog closes when it resolves; a rejection is shown in it and nothing closes. */
  onConfirm: () => Promise<void>;
}

/** Asks before doing what matters, and stays open, saying why, when it could not be done. */
export function ConfirmDialog({ open, onOpenChange, title, children, confirmLabel, danger, onConfirm }: ConfirmDialogProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  async function confirm() {
    setBusy(true);
    setFailure(null);
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'It could not be done. Try again.');
    } finally {
      setBusy(false);
    }
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!busy) onOpenChange(next);
      }}
      title={title}
      width="sm"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)} disabled={busy}>
            Cancel
          </Button>
          <Button variant={danger ? 'danger' : 'primary'} busy={busy} onClick={confirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-muted">
        {children}
        {failure && <Callout tone="danger">{failure}</Callout>}
      </div>
    </Dialog>
  );
}
