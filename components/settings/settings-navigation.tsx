'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { Link } from '#components/ui/link.tsx';

const pages = [
  { href: '/settings', label: 'Profile' },
  { href: '/settings/security', label: 'Sign-in and security' },
  { href: '/settings/notifications', label: 'Notifications' },
  { href: '/settings/away', label: 'Away' },
  { href: '/settings/calendar', label: 'Calendar' },
  { href: '/settings/tokens', label: 'Tokens' },
  { href: '/settings/webhooks', label: 'Webhooks', hooks: true },
  { href: '/settings/organisation', label: 'Organisation', managed: true },
  { href: '/settings/single-sign-on', label: 'Single sign-on', managed: true },
] as const;

/** The pages of the settings, as a row of links under the title. */
export function SettingsNavigation({ mayManage, mayHook }: { mayManage: boolean; mayHook: boolean }) {
  const path = usePathname();
  const row = useRef<HTMLElement>(null);
  // On a telephone the row scrolls: the page one is on is brought into it.
  useEffect(() => {
    const current =
      row.current?.querySelector<HTMLElement>(`a[href='${path}']`) ?? row.current?.querySelector<HTMLElement>('[data-within]');
    if (row.current && current) row.current.scrollLeft = current.offsetLeft + current.offsetWidth / 2 - row.current.clientWidth / 2;
  }, [path]);
  return (
    <nav ref={row} aria-label="Settings" className="relative flex gap-1 overflow-x-auto border-b px-3 md:px-5">
      {pages
        .filter((page) => (mayManage || !('managed' in page)) && (mayHook || !('hooks' in page)))
        .map(({ href, label }) => ({ href, label, within: path === href || (href !== '/settings' && path.startsWith(`${href}/`)) }))
        .map(({ href, label, within }) => (
          <Link
            key={href}
            href={href}
            data-within={within || undefined}
            aria-current={path === href ? 'page' : undefined}
            className={classNames(
              'focus-ring-inset -mb-px flex h-9 shrink-0 items-center border-b-2 px-1.5 text-sm transition-colors duration-100',
              within ? 'border-accent font-medium text-ink' : 'border-transparent text-muted hover:text-ink',
            )}
          >
            {label}
          </Link>
        ))}
    </nav>
  );
}
