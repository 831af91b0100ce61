import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { PageHeader } from '#components/layout/page-header.tsx';
import { TemplateActions } from '#components/reviews/templates/template-actions.tsx';
import { TemplateView } from '#components/reviews/templates/template-view.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Link } from '#components/ui/link.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { templateOperations } from '#lib/reviews/templates/procedures.ts';

export const metadata: Metadata = { title: 'Review template' };

type Props = { params: Promise<{ key: string }>; searchParams: Promise<{ version?: string }> };

export default async function TemplatePage({ params, searchParams }: Props) {
  const { key } = await params;
  const { version } = await searchParams;
  const actor = await requireActor();
  const template = await call(templateOperations.get, { key, number: version }, { context: await pageContext() }).catch(missing);
  const mayManage = canEverywhere(actor, 'template.manage');
  const { content, number, current, enabled, edited, uses } = template;
  return (
    <>
      <PageHeader
        title={content.name}
        crumbs={[{ label: 'Review templates', href: '/reviews/templates' }]}
        aside={
          <span className="inline-flex gap-1.5">
            {template.builtIn ? <Badge>Built in{edited ? ', edited' : ''}</Badge> : <Badge tone="accent">Your own</Badge>}
            {!enabled && <Badge tone="warning">Switched off</Badge>}
          </span>
        }
        description={content.description}
        actions={
          mayManage && (
            <TemplateActions
              templateKey={key}
              name={content.name}
              version={template.version}
              enabled={enabled}
              askers={uses.schedules.length + uses.policies}
            />
          )
        }
      />
      <div className="flex max-w-3xl flex-col gap-2 px-4 empty:hidden md:px-6">
        {number !== current && (
          <Callout title={`This is version ${number}`}>
            New reviews begin with version {current}.{' '}
            <Link href={`/reviews/templates/${key}`} className="focus-ring rounded-sm underline underline-offset-2">
              See it
            </Link>
            , or{' '}
            <Link
              href={`/reviews/templates/${key}/comparison?from=${number}&to=${current}`}
              className="focus-ring rounded-sm underline underline-offset-2"
            >
              compare both
            </Link>
            .
          </Callout>
        )}
        {!enabled && <Callout>No review begins by it while it is switched off. Those that began go on.</Callout>}
        {template.newer && mayManage && (
          <Callout
            title="A newer built-in version is here"
            actions={<LinkButton href={`/reviews/templates/${key}/newer`}>See what would change</LinkButton>}
          >
            {edited ? 'You edited this template: nothing changes unless you take it.' : 'Nothing changes unless you take it.'}
          </Callout>
        )}
      </div>
      <TemplateView template={template} />
    </>
  );
}
