'use client';

import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { Suspense, useRef } from 'react';
import { classNames } from './class-names.ts';
import type { DialogProps } from './dialog.tsx';
import { IconButton } from './icon-button.tsx';

/** Where the work begins: a field of the body, else the dialog itself, which a screen reader then reads out. */
const firstField = '[data-dialog-body] :is(input, select, textarea, [role="combobox"]):not(:disabled)';

const widths = { sm: 'max-w-100', md: 'max-w-140', lg: 'max-w-200' };

/** The modal half of `Dialog` and `Sheet`, loaded when first opened. */
export function DialogPopup({ open, onOpenChange, title, description, width = 'md', footer, sheet, children }: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 animate-fade-in bg-[oklch(0.15_0.01_255/0.45)]" />
        <Dialog.Popup
          ref={popup}
          initialFocus={() => popup.current?.querySelector<HTMLElement>(firstField) ?? popup.current ?? true}
          className={classNames(
            'fixed z-40 flex flex-col bg-raised shadow-float outline-none',
            sheet
              ? 'inset-y-0 left-0 w-64 max-w-[85vw] animate-sheet-in'
              : 'inset-x-0 top-[max(1rem,12vh)] mx-auto max-h-[min(76vh,calc(100dvh-2rem))] w-[calc(100vw-2rem)] animate-float-in rounded-lg',
            !sheet && widths[width],
          )}
        >
          <header className={classNames('flex items-start gap-4', sheet ? 'sr-only' : 'px-5 pt-4 pb-1')}>
            <div className="min-w-0 flex-1">
              <Dialog.Title className="font-semibold text-base">{title}</Dialog.Title>
              {description && <Dialog.Description className="mt-0.5 text-muted text-sm">{description}</Dialog.Description>}
            </div>
            <Dialog.Close
              render={
                <IconButton label="Close" className="-mt-1 -mr-2">
                  <X aria-hidden="true" />
                </IconButton>
              }
            />
          </header>
          <Suspense fallback={<div className="px-5 py-4 text-muted text-sm">Loading…</div>}>
            <div data-dialog-body="" className={classNames('min-h-0 flex-1 overflow-y-auto', sheet ? '' : 'px-5 py-3 text-sm')}>
              {children}
            </div>
            {footer && <footer className="flex flex-wrap items-center justify-end gap-2 border-t px-5 py-3">{footer}</footer>}
          </Suspense>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

export default DialogPopup;
