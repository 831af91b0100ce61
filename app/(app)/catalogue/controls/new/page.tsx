import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { ControlForm } from '#components/catalogue/control-form.tsx';
import { referenceItems } from '#components/catalogue/reference-items.ts';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { catalogueOperations } from '#lib/risks/catalogue/procedures.ts';

export const metadata: Metadata = { title: 'New control' };

export default async function NewControlPage() {
  const actor = await requireActor();
  if (!canEverywhere(actor, 'catalogue.manage')) return <DeniedState action="change the catalogue" />;
  const context = await pageContext();
  const { items } = await call(catalogueOperations.items, {}, { context });
  const { threats } = await call(catalogueOperations.threats, {}, { context });
  const initial = { key: '', name: '', summary: '', description: '', evidence: '', mitigates: [], references: [] };
  return (
    <>
      <PageHeader
        title="New control"
        crumbs={[{ label: 'Controls', href: '/catalogue/controls' }]}
        description="What you do against threats that the built-in controls do not say."
      />
      <PageBody>
        <ControlForm
          initial={initial}
          version={null}
          items={referenceItems(items)}
          threats={threats.map(({ key, name, stages }) => ({ key, name, stages, shipped: false }))}
        />
      </PageBody>
    </>
  );
}
