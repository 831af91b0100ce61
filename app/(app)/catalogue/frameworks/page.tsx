import { call } from '@orpc/server';
import { Plus } from 'lucide-react';
import type { Metadata } from 'next';
import { FrameworkList } from '#components/catalogue/framework-list.tsx';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { catalogueOperations } from '#lib/risks/catalogue/procedures.ts';

export const metadata: Metadata = { title: 'Frameworks' };

export default async function FrameworksPage() {
  const actor = await requireActor();
  const { frameworks } = await call(catalogueOperations.frameworks, {}, { context: await pageContext() });
  return (
    <>
      <PageHeader
        title="Frameworks"
        description="Public vocabularies and rule books, and policies of your own, that threats and controls refer to."
        actions={
          canEverywhere(actor, 'catalogue.manage') && (
            <LinkButton href="/catalogue/frameworks/new" variant="primary" compact icon={<Plus aria-hidden="true" />}>
              New framework
            </LinkButton>
          )
        }
      />
      <PageBody>
        <FrameworkList frameworks={frameworks} />
      </PageBody>
    </>
  );
}
