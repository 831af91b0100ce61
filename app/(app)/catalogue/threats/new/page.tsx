import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { referenceItems } from '#components/catalogue/reference-items.ts';
import { ThreatForm } from '#components/catalogue/threat-form.tsx';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { catalogueOperations } from '#lib/risks/catalogue/procedures.ts';

export const metadata: Metadata = { title: 'New threat' };

export default async function NewThreatPage() {
  const actor = await requireActor();
  if (!canEverywhere(actor, 'catalogue.manage')) return <DeniedState action="change the catalogue" />;
  const { items } = await call(catalogueOperations.items, {}, { context: await pageContext() });
  const initial = { key: '', name: '', summary: '', description: '', affects: [], likelihood: 3, applies: [], references: [] };
  return (
    <>
      <PageHeader
        title="New threat"
        crumbs={[{ label: 'Threats', href: '/catalogue' }]}
        description="What can go wrong that the built-in threats do not say."
      />
      <PageBody>
        <ThreatForm initial={initial} version={null} items={referenceItems(items)} />
      </PageBody>
    </>
  );
}
