'use client';

import { useEffect } from 'react';

const question = 'You have unsaved changes. Leave without saving?';

/** While `active`, asks before the page is closed, reloaded or left by a link. */
export function useLeaveGuard(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    // Next offers no way to hold a navigation: the click is caught before its link hears of it.
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
      if (!link || link.target === '_blank' || link.hasAttribute('download') || event.metaKey || event.ctrlKey) return;
      if (link.pathname === location.pathname && link.hash) return;
      if (window.confirm(question)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('beforeunload', onUnload);
    document.addEventListener('click', onClick, true);
    return () => {
      window.removeEventListener('beforeunload', onUnload);
      document.removeEventListener('click', onClick, true);
    };
  }, [active]);
}
