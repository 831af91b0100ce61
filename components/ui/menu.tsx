'use client';

import { type ReactNode, Suspense } from 'react';
import { lazily } from './lazily.tsx';
import { type PopupTriggerProps, usePopupTrigger } from './use-popup-trigger.ts';

const loadPopup = () => import('./menu-popup.tsx');
const MenuPopup = lazily(loadPopup);

export interface MenuAction {
  type?: 'action';
  id: string;
  label: string;
  icon?: ReactNode;
  hint?: string;
  shortcut?: string;
  danger?: boolean;
  disabled?: boolean;
  onSelect: () => void;
}

export interface MenuLink {
  type: 'link';
  id: string;
  label: string;
  icon?: ReactNode;
  hint?: string;
  href: string;
  /** A file to save: the browser fetches it, the page stays. */
  download?: boolean;
}

export interface MenuChoice {
  type: 'choice';
  id: string;
  label: string;
  value: string;
  options: readonly { value: string; label: string; icon?: ReactNode }[];
  onChange: (value: string) => void;
}

export interface MenuHeading {
  type: 'heading';
  id: string;
  label: ReactNode;
}

export type MenuEntry = MenuAction | MenuLink | MenuChoice | MenuHeading | { type: 'separator'; id: string };

export interface MenuProps {
  label: string;
  trigger: (props: PopupTriggerProps) => ReactNode;
  entries: readonly MenuEntry[];
  side?: 'top' | 'bottom';
  align?: 'start' | 'end';
}

/** A list of actions behind a button: arrows, Home, End and typed letters move, Enter chooses, Escape closes. */
export function Menu({ label, trigger, entries, side, align }: MenuProps) {
  const popup = usePopupTrigger('menu', loadPopup);
  return (
    <>
      {trigger(popup.trigger)}
      {popup.wanted && (
        <Suspense fallback={null}>
          <MenuPopup
            id={popup.id}
            label={label}
            entries={entries}
            open={popup.open}
            onOpenChange={popup.setOpen}
            anchor={popup.trigger.ref}
            side={side}
            align={align}
          />
        </Suspense>
      )}
    </>
  );
}
