import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { FrameworkForm } from '#components/catalogue/framework-form.tsx';
import { linesOf } from '#components/catalogue/item-lines.ts';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { catalogueOperations } from '#lib/risks/catalogue/procedures.ts';

export const metadata: Metadata = { title: 'Edit framework' };

type Props = { params: Promise<{ key: string }> };

export default async function EditFrameworkPage({ params }: Props) {
  const { key } = await params;
  const actor = await requireActor();
  if (!canEverywhere(actor, 'catalogue.manage')) return <DeniedState action="change the catalogue" />;
  const framework = await call(catalogueOperations.framework, { key }, { context: await pageContext() }).catch(missing);
  if (framework.builtIn) notFound();
  const { name, edition, publisher, items, version } = framework;
  return (
    <>
      <PageHeader
        title={`Edit ${name}`}
        crumbs={[
          { label: 'Frameworks', href: '/catalogue/frameworks' },
          { label: name, href: `/catalogue/frameworks/${key}` },
        ]}
      />
      <PageBody>
        <FrameworkForm initial={{ key, name, edition, publisher, items: linesOf(items) }} version={version} />
      </PageBody>
    </>
  );
}
