'use client';

import { Keyboard, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { type RefObject, useState } from 'react';
import type { MenuEntry } from '#components/ui/menu.tsx';
import { MenuPopup } from '#components/ui/menu-popup.tsx';
import { showOverlay } from './overlays.tsx';
import { parseTheme, setTheme } from './theme.ts';
import type { UserMenuProps } from './user-menu.tsx';

export interface UserMenuPopupProps extends Omit<UserMenuProps, 'compact'> {
  id: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  anchor: RefObject<HTMLElement | null>;
}

/** What the viewer's menu offers, loaded when first opened. */
export function UserMenuPopup({ viewer, theme: initialTheme, accountHref, signOutHref, side, ...popup }: UserMenuPopupProps) {
  const [theme, setOwnTheme] = useState(initialTheme);
  const entries: MenuEntry[] = [
    {
      type: 'heading',
      id: 'viewer',
      label: (
        <>
          <span className="block truncate font-medium text-ink text-sm">{viewer.name}</span>
          <span className="block truncate">{viewer.email}</span>
        </>
      ),
    },
    { type: 'separator', id: 'line-1' },
    ...(accountHref
      ? [{ type: 'link' as const, id: 'account', label: 'Your account', icon: <UserRound aria-hidden="true" />, href: accountHref }]
      : []),
    { id: 'keys', label: 'Keyboard', icon: <Keyboard aria-hidden="true" />, shortcut: '?', onSelect: () => showOverlay('keys') },
    { type: 'separator', id: 'line-2' },
    {
      type: 'choice',
      id: 'theme',
      label: 'Theme',
      value: theme,
      onChange: (value) => {
        const next = parseTheme(value);
        setOwnTheme(next);
        setTheme(next);
      },
      options: [
        { value: 'system', label: 'System', icon: <Monitor aria-hidden="true" /> },
        { value: 'light', label: 'Light', icon: <Sun aria-hidden="true" /> },
        { value: 'dark', label: 'Dark', icon: <Moon aria-hidden="true" /> },
      ],
    },
    { type: 'separator', id: 'line-3' },
    { type: 'link', id: 'sign-out', label: 'Sign out', icon: <LogOut aria-hidden="true" />, href: signOutHref },
  ];
  return <MenuPopup {...popup} label="Your menu" side={side} align={side === 'bottom' ? 'end' : 'start'} entries={entries} />;
}

export default UserMenuPopup;
