'use client';

import { Suspense } from 'react';
import { Avatar } from '#components/ui/avatar.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { lazily } from '#components/ui/lazily.tsx';
import { usePopupTrigger } from '#components/ui/use-popup-trigger.ts';
import type { Theme } from './theme.ts';

const loadPopup = () => import('./user-menu-popup.tsx');
const UserMenuPopup = lazily(loadPopup);

export interface ShellViewer {
  name: string;
  email: string;
}

export interface UserMenuProps {
  viewer: ShellViewer;
  theme: Theme;
  accountHref?: string;
  signOutHref: string;
  compact?: boolean;
  side?: 'top' | 'bottom';
}

/** Who is signed in, and what belongs to them: account, theme, keys, sign out. */
export function UserMenu({ compact, side = 'top', ...menu }: UserMenuProps) {
  const popup = usePopupTrigger('menu', loadPopup);
  return (
    <>
      <button
        type="button"
        {...popup.trigger}
        aria-label={`${menu.viewer.name}: your menu`}
        className={classNames(
          'focus-ring-inset flex items-center gap-2 rounded-md text-left text-sm transition-colors duration-100 hover:bg-hover aria-expanded:bg-hover',
          compact ? 'size-9 justify-center' : 'h-9 w-full px-1.5',
        )}
      >
        <Avatar name={menu.viewer.name} size={compact ? 'md' : 'sm'} />
        {!compact && <span className="truncate">{menu.viewer.name}</span>}
      </button>
      {popup.wanted && (
        <Suspense fallback={null}>
          <UserMenuPopup {...menu} id={popup.id} open={popup.open} onOpenChange={popup.setOpen} anchor={popup.trigger.ref} side={side} />
        </Suspense>
      )}
    </>
  );
}
