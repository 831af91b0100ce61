'use client';

import { type RefObject, useCallback, useId, useRef, useState } from 'react';

/** What a button needs to open something that floats: spread it on the button. */
export interface PopupTriggerProps {
  ref: RefObject<HTMLButtonElement | null>;
  'aria-haspopup': 'menu' | 'dialog' | 'listbox';
  'aria-expanded': boolean;
  'aria-controls': string | undefined;
  onClick: () => void;
  onPointerEnter: () => void;
  onFocus: () => void;
}

export interface PopupState {
  /** For the popup, which the button names while it is open. */
  id: string;
  open: boolean;
  /** True from the first opening on: until then the popup's code has not been asked for. */
  wanted: boolean;
  setOpen: (open: boolean) => void;
  trigger: PopupTriggerProps;
}

/**
 * Opening and closing of a popup whose code is loaded at first use. `load` is called when the pointer or focus reaches the button, so
 * that the code is there by the time it is pressed. Uncontrolled unless `control` is given.
 */
export function usePopupTrigger(
  kind: PopupTriggerProps['aria-haspopup'],
  load: () => Promise<unknown>,
  control?: { open?: boolean; onOpenChange?: (open: boolean) => void },
): PopupState {
  const id = useId();
  const [ownOpen, setOwnOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  const ref = useRef<HTMLButtonElement>(null);
  const open = control?.open ?? ownOpen;
  const onOpenChange = control?.onOpenChange;
  const setOpen = useCallback(
    (next: boolean) => {
      if (next) setWanted(true);
      setOwnOpen(next);
      onOpenChange?.(next);
    },
    [onOpenChange],
  );
  const warm = () => void load();
  return {
    id,
    open,
    wanted: wanted || open,
    setOpen,
    trigger: {
      ref,
      'aria-haspopup': kind,
      'aria-expanded': open,
      'aria-controls': open ? id : undefined,
      onClick: () => setOpen(!open),
      onPointerEnter: warm,
      onFocus: warm,
    },
  };
}
