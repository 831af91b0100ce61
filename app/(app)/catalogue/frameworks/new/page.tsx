import type { Metadata } from 'next';
import { FrameworkForm } from '#components/catalogue/framework-form.tsx';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { requireActor } from '#lib/access/request.ts';

export const metadata: Metadata = { title: 'New framework' };

export default async function NewFrameworkPage() {
  const actor = await requireActor();
  if (!canEverywhere(actor, 'catalogue.manage')) return <DeniedState action="change the catalogue" />;
  return (
    <>
      <PageHeader
        title="New framework"
        crumbs={[{ label: 'Frameworks', href: '/catalogue/frameworks' }]}
        description="A policy or a rule book of your own. Threats and controls, built-in ones too, can refer to its items."
      />
      <PageBody>
        <FrameworkForm initial={{ key: '', name: '', edition: '', publisher: '', items: '' }} version={null} />
      </PageBody>
    </>
  );
}
