'use client';

import { type ReactNode, Suspense } from 'react';
import { lazily } from './lazily.tsx';
import { type PopupTriggerProps, usePopupTrigger } from './use-popup-trigger.ts';

const loadPopup = () => import('./popover-popup.tsx');
const PopoverPopup = lazily(loadPopup);

export interface PopoverProps {
  /** The popup's accessible name. */
  label: string;
  trigger: (props: PopupTriggerProps) => ReactNode;
  side?: 'top' | 'bottom' | 'left' | 'right';
  align?: 'start' | 'center' | 'end';
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
  /** Mounted while open. Lazy children may suspend. */
  children: (close: () => void) => ReactNode;
}

/** A small panel beside its button; Escape or a press outside closes it and focus goes back to the button. */
export function Popover({ label, trigger, open, onOpenChange, children, ...placement }: PopoverProps) {
  const popup = usePopupTrigger('dialog', loadPopup, { open, onOpenChange });
  return (
    <>
      {trigger(popup.trigger)}
      {popup.wanted && (
        <Suspense fallback={null}>
          <PopoverPopup
            id={popup.id}
            label={label}
            open={popup.open}
            onOpenChange={popup.setOpen}
            anchor={popup.trigger.ref}
            {...placement}
          >
            {children(() => popup.setOpen(false))}
          </PopoverPopup>
        </Suspense>
      )}
    </>
  );
}
