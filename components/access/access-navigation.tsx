'use client';

import { usePathname } from 'next/navigation';
import { Tabs } from '#components/ui/tabs.tsx';

/** The parts of "Access": why somebody may do what, who may do one thing, and who asks for more. */
export function AccessNavigation({ mayExplain, waiting }: { mayExplain: boolean; waiting: number }) {
  const path = usePathname();
  const tabs = [
    { href: '/access', label: 'Why can they?' },
    ...(mayExplain ? [{ href: '/access/holders', label: 'Who can?' }] : []),
    { href: '/access/requests', label: 'Requests', count: waiting || undefined },
  ];
  return (
    <Tabs
      label="Parts of access"
      className="px-2 md:px-4"
      tabs={tabs.map((tab) => ({ ...tab, current: tab.href === '/access' ? path === '/access' : path.startsWith(tab.href) }))}
    />
  );
}
