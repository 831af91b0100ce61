'use client';

import { usePathname } from 'next/navigation';
import { Tabs } from '#components/ui/tabs.tsx';

const parts = [
  { href: '/catalogue', label: 'Threats', under: /^\/catalogue(\/threats|$)/ },
  { href: '/catalogue/controls', label: 'Controls', under: /^\/catalogue\/controls/ },
  { href: '/catalogue/frameworks', label: 'Frameworks', under: /^\/catalogue\/frameworks/ },
  { href: '/catalogue/scoring', label: 'Scoring', under: /^\/catalogue\/scoring/ },
];

/** The parts of the catalogue. */
export function CatalogueNavigation() {
  const path = usePathname();
  return (
    <Tabs
      label="Parts of the catalogue"
      className="h-10 items-end px-2 md:px-4"
      tabs={parts.map(({ href, label, under }) => ({ href, label, current: under.test(path) }))}
    />
  );
}
