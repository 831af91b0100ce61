'use client';

import { Keyboard, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { useState } from 'react';
import { Avatar } from '#components/ui/avatar.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Menu, type MenuEntry } from '#components/ui/menu.tsx';
import { showOverlay } from './overlays.tsx';
import { parseTheme, setTheme, type Theme } from './theme.ts';

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
export function UserMenu({ viewer, theme: initialTheme, accountHref, signOutHref, compact, side = 'top' }: UserMenuProps) {
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
        { value: 'system', label: 'As the system', icon: <Monitor aria-hidden="true" /> },
        { value: 'light', label: 'Light', icon: <Sun aria-hidden="true" /> },
        { value: 'dark', label: 'Dark', icon: <Moon aria-hidden="true" /> },
      ],
    },
    { type: 'separator', id: 'line-3' },
    { type: 'link', id: 'sign-out', label: 'Sign out', icon: <LogOut aria-hidden="true" />, href: signOutHref },
  ];
  return (
    <Menu
      label="Your menu"
      side={side}
      align={side === 'bottom' ? 'end' : 'start'}
      entries={entries}
      trigger={(props) => (
        <button
          type="button"
          {...props}
          aria-label={`${viewer.name}: your menu`}
          className={classNames(
            'focus-ring-inset flex items-center gap-2 rounded-md text-left text-sm transition-colors duration-100 hover:bg-hover aria-expanded:bg-hover',
            compact ? 'size-9 justify-center' : 'h-9 w-full px-1.5',
          )}
        >
          <Avatar name={viewer.name} size={compact ? 'md' : 'sm'} />
          {!compact && <span className="truncate">{viewer.name}</span>}
        </button>
      )}
    />
  );
}
