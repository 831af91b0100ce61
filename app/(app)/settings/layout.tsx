import type { ReactNode } from 'react';
import { PageHeader } from '#components/layout/page-header.tsx';
import { SettingsNavigation } from '#components/settings/settings-navigation.tsx';

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <PageHeader title="Settings" />
      <SettingsNavigation />
      <div className="px-4 pt-5 pb-12 md:px-6">{children}</div>
    </>
  );
}
