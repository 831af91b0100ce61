import { call } from '@orpc/server';
import type { ReactNode } from 'react';
import { AccessNavigation } from '#components/access/access-navigation.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { canSomewhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { requestOperations } from '#lib/access/requests/procedures.ts';

export default async function AccessLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor();
  const { waiting } = await call(requestOperations.waiting, {}, { context: await pageContext() });
  return (
    <>
      <PageHeader title="Access" description="Who can do what, why they can, and who is asking for more." />
      <AccessNavigation mayExplain={canSomewhere(actor, 'access.explain')} waiting={waiting} />
      <div className="px-4 pt-5 pb-12 md:px-6">{children}</div>
    </>
  );
}
