import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { TemplateForm } from '#components/reviews/templates/template-form.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { templateOperations } from '#lib/reviews/templates/procedures.ts';

export const metadata: Metadata = { title: 'Edit template' };

type Props = { params: Promise<{ key: string }> };

export default async function EditTemplatePage({ params }: Props) {
  const { key } = await params;
  const actor = await requireActor();
  if (!canEverywhere(actor, 'template.manage')) return <DeniedState action="change review templates" />;
  const context = await pageContext();
  const template = await call(templateOperations.get, { key }, { context }).catch(missing);
  const choices = await call(templateOperations.choices, {}, { context });
  const { content, subject, version, names } = template;
  return (
    <>
      <PageHeader
        title={`Edit ${content.name}`}
        crumbs={[
          { label: 'Review templates', href: '/reviews/templates' },
          { label: content.name, href: `/reviews/templates/${key}` },
        ]}
        description="Reviews that began keep the version they began with."
      />
      <PageBody>
        <TemplateForm initial={{ ...content, subject }} edited={{ key, version }} choices={choices} names={names} />
      </PageBody>
    </>
  );
}
