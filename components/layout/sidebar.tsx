'use client';

import { PanelLeft, Search } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { Fragment, type ReactNode } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Link, useLinkStatus } from '#components/ui/link.tsx';
import { useModifierKey } from './modifier-key.ts';
import { currentHref, type NavigationEntry, type NavigationGroup } from './navigation.ts';
import { showOverlay, warmPalette } from './overlays.tsx';

/** The mark: a gate, its bar raised. */
export function GatehouseMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" className={classNames('shrink-0 text-accent', className)}>
      <path
        d="M3 17V8.2A5.2 5.2 0 0 1 8.2 3h3.6A5.2 5.2 0 0 1 17 8.2V17h-3.2V9.4a2.2 2.2 0 0 0-2.2-2.2H8.4a2.2 2.2 0 0 0-2.2 2.2V17z"
        fill="currentColor"
      />
      <path d="M8.4 10.2h3.2v2H8.4zM8.4 14h3.2v3H8.4z" fill="currentColor" opacity=".5" />
    </svg>
  );
}

/** A quiet turning ring at the end of a link whose page is on its way. */
function Waiting() {
  const { pending } = useLinkStatus();
  return pending ? (
    <span className="ml-auto size-3 shrink-0 animate-spin rounded-full border border-current border-r-transparent" aria-hidden="true" />
  ) : null;
}

function Entry({ entry, path, collapsed, onGo }: { entry: NavigationEntry; path: string; collapsed: boolean; onGo?: () => void }) {
  const children = entry.children ?? [];
  const current = currentHref(path, [entry.href, ...children.map((child) => child.href)]);
  const within = current !== null;
  return (
    <li>
      <Link
        href={entry.href}
        onClick={onGo}
        aria-current={current === entry.href ? 'page' : undefined}
        aria-label={collapsed ? entry.label : undefined}
        {...(collapsed && {
          'data-tooltip': entry.label,
          'data-tooltip-side': 'right',
          'data-tooltip-keys': entry.key && `g ${entry.key}`,
        })}
        data-within={(within && collapsed) || undefined}
        className={`navigation-entry navigation-${entry.picture}`}
      >
        {!collapsed && (
          <>
            <span className="truncate">{entry.label}</span>
            {!within && children.map((child) => child.waiting && <Fragment key={child.href}>{child.waiting}</Fragment>)}
            <Waiting />
          </>
        )}
      </Link>
      {within && !collapsed && children.length > 0 && (
        <ul className="mt-0.5 ml-4 flex flex-col gap-0.5 border-l pl-2">
          {children.map((child) => (
            <li key={child.href}>
              <Link
                href={child.href}
                onClick={onGo}
                aria-current={current === child.href ? 'page' : undefined}
                className="navigation-entry"
              >
                {child.label}
                {child.waiting}
                <Waiting />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

export interface SidebarProps {
  groups: readonly NavigationGroup[];
  collapsed?: boolean;
  /** Absent in the mobile sheet, which is closed rather than collapsed. */
  onToggle?: () => void;
  /** Called when the viewer goes somewhere: the sheet closes. */
  onGo?: () => void;
  bell?: ReactNode;
  userMenu: ReactNode;
}

/** The product's parts. The same list stands beside the page on wide screens and in a sheet on narrow ones. */
export function Sidebar({ groups, collapsed = false, onToggle, onGo, bell, userMenu }: SidebarProps) {
  const path = usePathname();
  const modifier = useModifierKey();
  return (
    <div className={classNames('flex h-full flex-col', collapsed ? 'px-2' : 'px-2.5')}>
      <div className={classNames('flex h-12 shrink-0 items-center', collapsed ? 'justify-center' : 'justify-between pl-1.5')}>
        {!collapsed && (
          <Link href="/" onClick={onGo} className="focus-ring flex items-center gap-2 rounded-sm font-semibold">
            <GatehouseMark className="size-5" />
            Gatehouse
          </Link>
        )}
        <div className="flex items-center gap-0.5">
          {!collapsed && bell}
          {onToggle && (
            <IconButton
              label={collapsed ? 'Widen the sidebar' : 'Narrow the sidebar'}
              shortcut="["
              onClick={onToggle}
              data-tooltip-side="right"
            >
              <PanelLeft aria-hidden="true" />
            </IconButton>
          )}
        </div>
      </div>
      {collapsed && bell && <div className="mb-2 flex shrink-0 justify-center">{bell}</div>}
      <button
        type="button"
        onClick={() => {
          onGo?.();
          showOverlay('palette');
        }}
        onPointerEnter={warmPalette}
        onFocus={warmPalette}
        aria-label="Go to, do or find"
        data-tooltip={collapsed ? 'Go to, do or find' : undefined}
        data-tooltip-side="right"
        className={classNames(
          'focus-ring-inset mb-3 flex h-8 shrink-0 items-center gap-2.5 rounded-md text-muted text-sm ring-1 ring-line-strong ring-inset transition-colors duration-100 hover:bg-hover hover:text-ink',
          collapsed ? 'justify-center' : 'bg-surface px-2',
        )}
      >
        <Search className="size-4 shrink-0" aria-hidden="true" />
        {!collapsed && (
          <>
            <span className="flex-1 text-left">Find…</span>
            <span className="max-md:hidden">
              <Kbd keys={`${modifier} K`} />
            </span>
          </>
        )}
      </button>
      <nav aria-label="Main" data-collapsed={collapsed || undefined} className="-mx-1 min-h-0 flex-1 overflow-y-auto px-1 pb-2">
        {groups.map((group) => (
          <ul key={group.id} className="mb-4 flex flex-col gap-0.5">
            {group.entries.map((entry) => (
              <Entry key={entry.href} entry={entry} path={path} collapsed={collapsed} onGo={onGo} />
            ))}
          </ul>
        ))}
      </nav>
      <div className={classNames('shrink-0 border-t py-2', collapsed && 'flex justify-center')}>{userMenu}</div>
    </div>
  );
}
