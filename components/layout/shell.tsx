'use client';

import { Menu as MenuIcon, Search } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { ViewerProvider } from '#components/ui/viewer.tsx';
import type { NavigationGroup } from './navigation.ts';
import { Overlays, showOverlay, warmPalette } from './overlays.tsx';
import { sidebarCookie } from './preferences.ts';
import { Sidebar } from './sidebar.tsx';
import { rememberInCookie, type Theme } from './theme.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { type ShellViewer, UserMenu } from './user-menu.tsx';

export interface ShellProps {
  /** Only parts that exist and that the viewer may open. */
  groups: readonly NavigationGroup[];
  viewer: ShellViewer & { timeZone: string; locale: string };
  theme: Theme;
  sidebarCollapsed: boolean;
  accountHref?: string;
  signOutHref: string;
  /** What is new for the viewer: a small link to the inbox. */
  bell?: ReactNode;
  /** Leaves that draw nothing and offer the palette what a domain can find. */
  paletteSources?: ReactNode;
  children: ReactNode;
}

/**
 * The frame of every signed-in page: sidebar, palette, keys, toasts. `--page-height` is what is left for the page, so that a page can fill
 * the window and scroll inside itself.
 */
export function Shell({ groups, viewer, theme, sidebarCollapsed, accountHref, signOutHref, bell, paletteSources, children }: ShellProps) {
  const [collapsed, setCollapsed] = useState(sidebarCollapsed);
  const [sheetOpen, setSheetOpen] = useState(false);
  function toggle() {
    setCollapsed(!collapsed);
    rememberInCookie(sidebarCookie, collapsed ? 'wide' : 'narrow');
  }
  useShortcuts([{ keys: '[', label: collapsed ? 'Widen the sidebar' : 'Narrow the sidebar', group: 'Anywhere', run: toggle }]);
  const menu = { viewer, theme, accountHref, signOutHref };
  return (
    <ViewerProvider timeZone={viewer.timeZone} locale={viewer.locale}>
      <a
        href="#main"
        data-print="hide"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent px-3 py-1.5 font-medium text-on-accent text-sm focus:translate-y-0"
      >
        Skip to content
      </a>
      <div className="flex min-h-dvh [--page-height:calc(100dvh-3rem)] max-md:flex-col md:[--page-height:100dvh]" data-print="flow">
        <aside
          aria-label="Sidebar"
          data-print="hide"
          className={classNames('sticky top-0 h-dvh shrink-0 border-r bg-canvas max-md:hidden', collapsed ? 'w-13' : 'w-56')}
        >
          <Sidebar
            groups={groups}
            collapsed={collapsed}
            onToggle={toggle}
            bell={bell}
            userMenu={<UserMenu {...menu} compact={collapsed} />}
          />
        </aside>
        <header data-print="hide" className="sticky top-0 z-30 flex h-12 shrink-0 items-center gap-1 border-b bg-canvas px-2 md:hidden">
          <IconButton label="Open the menu" size="md" onClick={() => setSheetOpen(true)}>
            <MenuIcon aria-hidden="true" />
          </IconButton>
          <span className="flex-1 font-semibold">Gatehouse</span>
          {bell}
          <IconButton label="Go to, do or find" size="md" onClick={() => showOverlay('palette')} onPointerEnter={warmPalette}>
            <Search aria-hidden="true" />
          </IconButton>
          <UserMenu {...menu} compact side="bottom" />
        </header>
        <Sheet open={sheetOpen} onOpenChange={setSheetOpen} title="Menu">
          <Sidebar groups={groups} onGo={() => setSheetOpen(false)} userMenu={<UserMenu {...menu} />} />
        </Sheet>
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 bg-surface outline-none">
          {children}
        </main>
      </div>
      <Overlays groups={groups} />
      {paletteSources}
    </ViewerProvider>
  );
}
