'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { classNames } from '#components/ui/class-names.ts';

const pages = [
  { href: '/settings', label: 'Your account' },
  { href: '/settings/roles', label: 'Roles' },
] as const;

/** The pages of the settings, as a row of links under the title. */
export function SettingsNavigation() {
  const path = usePathname();
  return (
    <nav aria-label="Settings" className="flex gap-1 border-b px-3 md:px-5">
      {pages.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          aria-current={path === href ? 'page' : undefined}
          className={classNames(
            'focus-ring-inset -mb-px flex h-9 items-center border-b-2 px-1.5 text-sm transition-colors duration-100',
            path === href ? 'border-accent font-medium text-ink' : 'border-transparent text-muted hover:text-ink',
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
