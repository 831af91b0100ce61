import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { DifferenceView } from '#components/reviews/templates/difference-view.tsx';
import { TakeNewer } from '#components/reviews/templates/template-actions.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { templateOperations } from '#lib/reviews/templates/procedures.ts';
import { contentDifference } from '#lib/reviews/templates/rules.ts';

export const metadata: Metadata = { title: 'Newer built-in version' };

type Props = { params: Promise<{ key: string }> };

export default async function NewerTemplatePage({ params }: Props) {
  const { key } = await params;
  const actor = await requireActor();
  if (!canEverywhere(actor, 'template.manage')) return <DeniedState action="change review templates" />;
  const { content, newer, names, version, edited, current } = await call(
    templateOperations.get,
    { key },
    { context: await pageContext() },
  ).catch(missing);
  return (
    <>
      <PageHeader
        title="Newer built-in version"
        crumbs={[
          { label: 'Review templates', href: '/reviews/templates' },
          { label: content.name, href: `/reviews/templates/${key}` },
        ]}
        description={newer ? 'What would change if you took it.' : undefined}
        actions={newer && <TakeNewer templateKey={key} version={version} edited={edited} />}
      />
      <PageBody>
        {newer ? (
          <DifferenceView {...contentDifference(content, newer)} names={names} before={`Version ${current}`} after="Built in" />
        ) : (
          <p className="text-muted text-sm">No newer built-in version waits.</p>
        )}
      </PageBody>
    </>
  );
}
