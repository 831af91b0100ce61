import type { Metadata } from 'next';
import { ImportCatalogue } from '#components/catalogue/import-catalogue.tsx';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { requireActor } from '#lib/access/request.ts';

export const metadata: Metadata = { title: 'Import into the catalogue' };

export default async function ImportCataloguePage() {
  const actor = await requireActor();
  if (!canEverywhere(actor, 'catalogue.manage')) return <DeniedState action="change the catalogue" />;
  return (
    <>
      <PageHeader
        title="Import into the catalogue"
        crumbs={[{ label: 'Threats', href: '/catalogue' }]}
        description="Threats, controls and frameworks of your own. What the file does not name stays as it is; of built-in entries it may set strengths alone."
      />
      <PageBody>
        <ImportCatalogue />
      </PageBody>
    </>
  );
}
