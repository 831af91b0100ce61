import type { ReactNode } from 'react';
import { PageHeader } from '#components/layout/page-header.tsx';
import { SettingsNavigation } from '#components/settings/settings-navigation.tsx';
import { canEverywhere, canSomewhere } from '#lib/access/policy.ts';
import { requireActor } from '#lib/access/request.ts';

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor();
  return (
    <>
      <PageHeader title="Settings" />
      <SettingsNavigation mayManage={canEverywhere(actor, 'settings.manage')} mayHook={canSomewhere(actor, 'webhook.manage')} />
      <div className="px-4 pt-5 pb-12 md:px-6">{children}</div>
    </>
  );
}
