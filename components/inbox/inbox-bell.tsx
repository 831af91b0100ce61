'use client';

import { Bell } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useSyncExternalStore } from 'react';
import { useShortcuts } from '#components/layout/use-shortcuts.ts';
import { classNames } from '#components/ui/class-names.ts';
import { Link } from '#components/ui/link.tsx';
import { showToast } from '#components/ui/toast.ts';
import { onNotification, subscribeToUnread, unreadNow } from './live.ts';

/** The way to the inbox, with how much is unread there, as it comes. */
export function InboxBell() {
  const path = usePathname();
  const unread = useSyncExternalStore(subscribeToUnread, unreadNow, () => null) ?? 0;
  const words = unread === 0 ? 'Inbox' : unread >= 100 ? 'Inbox, over 99 unread' : `Inbox, ${unread} unread`;
  return (
    <Link
      href="/inbox"
      aria-label={words}
      aria-current={path === '/inbox' ? 'page' : undefined}
      data-tooltip={words}
      data-tooltip-side="bottom"
      data-tooltip-keys="g n"
      className={classNames(
        'focus-ring relative grid size-7 shrink-0 place-items-center rounded-md transition-colors duration-100 hover:bg-hover hover:text-ink max-md:size-8',
        path === '/inbox' ? 'bg-pressed text-ink' : 'text-muted',
      )}
    >
      <Bell className="size-4" aria-hidden="true" />
      {unread > 0 && (
        <span
          aria-hidden="true"
          className="absolute -top-1 -right-1 min-w-4 rounded-full bg-accent px-1 text-center font-medium text-[0.625rem] text-on-accent tabular-nums leading-4"
        >
          {unread >= 100 ? '99+' : unread}
        </span>
      )}
    </Link>
  );
}

/** Draws nothing: the key to the inbox, and a word about each notification that comes while the viewer is elsewhere. Once on the page. */
export function InboxNews() {
  const router = useRouter();
  const path = usePathname();
  useShortcuts([{ keys: 'g n', label: 'Go to Inbox', group: 'Go to', run: () => router.push('/inbox') }]);
  useEffect(
    () =>
      onNotification(({ title, href }) => {
        if (path !== '/inbox' && path !== href)
          showToast(title, { action: { label: 'Open', run: () => router.push(href) }, duration: 8_000 });
      }),
    [path, router],
  );
  return null;
}
