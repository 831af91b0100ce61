import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { ProposedChange } from '#components/catalogue/proposed-change.tsx';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { catalogueOperations } from '#lib/risks/catalogue/procedures.ts';

export const metadata: Metadata = { title: 'A newer built-in catalogue' };

export default async function NewerCataloguePage() {
  const actor = await requireActor();
  if (!canEverywhere(actor, 'catalogue.manage')) return <DeniedState action="change the catalogue" />;
  const context = await pageContext();
  const { version, newer } = await call(catalogueOperations.overview, {}, { context });
  if (!newer)
    return (
      <EmptyState size="page" title="The catalogue is up to date" actions={<LinkButton href="/catalogue">To the catalogue</LinkButton>}>
        Version {version} of the built-in catalogue is applied, and it is the newest that came with Gatehouse.
      </EmptyState>
    );
  const change = { type: 'apply-built-in', to: newer.version } as const;
  const preview = await call(catalogueOperations.preview, { change }, { context });
  return (
    <>
      <PageHeader
        title={`Version ${newer.version} of the built-in catalogue`}
        crumbs={[{ label: 'Threats', href: '/catalogue' }]}
        description={`Released ${newer.released}; version ${version} is applied. Nothing changes before you apply it.`}
      />
      <PageBody>
        <ProposedChange
          change={change}
          preview={preview}
          action={`Apply version ${newer.version}`}
          done={`Version ${newer.version} is applied.`}
        />
      </PageBody>
    </>
  );
}
