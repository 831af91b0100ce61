'use client';

import { Popover } from '@base-ui/react/popover';
import { type ReactNode, type RefObject, Suspense } from 'react';
import { classNames } from './class-names.ts';

export const floatingPanel = 'animate-float-in rounded-md bg-raised text-sm shadow-float outline-none';

export interface PopoverPopupProps {
  id: string;
  label: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  anchor: RefObject<HTMLElement | null>;
  side?: 'top' | 'bottom' | 'left' | 'right';
  align?: 'start' | 'center' | 'end';
  className?: string;
  children: ReactNode;
}

/** The floating half of `Popover`, loaded when first opened. */
export function PopoverPopup({
  id,
  label,
  open,
  onOpenChange,
  anchor,
  side = 'bottom',
  align = 'start',
  className,
  children,
}: PopoverPopupProps) {
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next, details) => {
        // The button's own click closes it: letting the press outside do so as well would open it again.
        const target = details.event.target;
        if (!next && target instanceof Node && anchor.current?.contains(target) && details.reason === 'outside-press') details.cancel();
        else onOpenChange(next);
      }}
    >
      <Popover.Portal>
        <Popover.Positioner anchor={anchor} side={side} align={align} sideOffset={4} collisionPadding={8} className="z-40">
          <Popover.Popup
            id={id}
            aria-label={label}
            finalFocus={anchor}
            className={classNames(floatingPanel, 'max-h-(--available-height) max-w-(--available-width) overflow-auto', className)}
          >
            <Suspense fallback={<div className="p-3 text-muted">Loading…</div>}>{children}</Suspense>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

export default PopoverPopup;
