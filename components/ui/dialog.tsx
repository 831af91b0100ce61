'use client';

import { type ReactNode, Suspense, useState } from 'react';
import { lazily } from './lazily.tsx';

const DialogPopup = lazily(() => import('./dialog-popup.tsx'));

export interface DialogProps {
  open: boolean;
  /** Asked with `false` on Escape, the close button and a press outside. Refuse by not changing `open`. */
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  /** sm 400 px, md 560 px, lg 800 px; never wider than the screen. */
  width?: 'sm' | 'md' | 'lg';
  /** The buttons, at the end of the dialog, in reading order: the main one last. */
  footer?: ReactNode;
  /** A panel from the left edge over the whole height, instead of a box in the middle. */
  sheet?: boolean;
  children?: ReactNode;
}

/** A modal dialog: focus stays inside, Escape asks to close, and focus goes back to where it was. Its code is loaded when first opened. */
export function Dialog(props: DialogProps) {
  const [wanted, setWanted] = useState(props.open);
  if (props.open && !wanted) setWanted(true);
  if (!wanted) return null;
  return (
    <Suspense fallback={null}>
      <DialogPopup {...props} />
    </Suspense>
  );
}
