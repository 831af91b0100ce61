'use client';

import { type ReactNode, useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { FormNotices, type FormNoticesProps } from './form-notices.tsx';
import type { FormValues } from './form-state.ts';

export interface FormDialogProps<Values extends FormValues> extends FormNoticesProps<Values> {
  title: string;
  description?: ReactNode;
  /** What the main button does: "Rename". */
  action: string;
  /** The main button of what cannot be undone is red. */
  tone?: 'primary' | 'danger';
  /** Keeps the main button from being pressed, beside an open choice between two edits. */
  disabled?: boolean;
  width?: 'sm' | 'md';
  onClose: () => void;
  /** The fields. */
  children: ReactNode;
}

/**
 * A form in a dialog: what is wrong above the fields, Cancel and the action below. It stays while the operation runs, and asks before
 * Escape, the close button or a press outside throws away what was typed.
 */
export function FormDialog<Values extends FormValues>({
  form,
  labels,
  show,
  title,
  description,
  action,
  tone = 'primary',
  disabled = false,
  width = 'sm',
  onClose,
  children,
}: FormDialogProps<Values>) {
  const id = useId();
  const [leaving, setLeaving] = useState(false);
  const leave = () => {
    if (form.busy) return;
    if (form.dirty && !leaving) setLeaving(true);
    else if (form.dirty) setLeaving(false);
    else onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={leave}
      title={title}
      description={description}
      width={width}
      footer={
        leaving && form.dirty ? (
          <>
            <p role="status" className="mr-auto self-center text-sm">
              Discard what you entered?
            </p>
            <Button variant="danger" onClick={onClose}>
              Discard
            </Button>
            <Button autoFocus onClick={() => setLeaving(false)}>
              Keep editing
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose} disabled={form.busy}>
              Cancel
            </Button>
            <Button type="submit" form={id} variant={tone} busy={form.busy} disabled={disabled || form.conflicts.length > 0}>
              {action}
            </Button>
          </>
        )
      }
    >
      <form id={id} {...form.form} className="flex flex-col gap-4">
        <FormNotices form={form} labels={labels} show={show} />
        {children}
      </form>
    </Dialog>
  );
}
