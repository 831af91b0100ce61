import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { TemplateForm } from '#components/reviews/templates/template-form.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { templateOperations } from '#lib/reviews/templates/procedures.ts';

export const metadata: Metadata = { title: 'New template' };

type Props = { searchParams: Promise<{ copy?: string }> };

const blank = {
  ...{ name: '', description: '', subject: 'version' as const, kinds: [], stages: [], items: [] },
  ...{ reviewers: [{ by: 'team_lead' as const }], quorum: 1, days: 5, validityDays: 180 },
};

export default async function NewTemplatePage({ searchParams }: Props) {
  const { copy } = await searchParams;
  const actor = await requireActor();
  if (!canEverywhere(actor, 'template.manage')) return <DeniedState action="change review templates" />;
  const context = await pageContext();
  const choices = await call(templateOperations.choices, {}, { context });
  const copied = copy ? await call(templateOperations.get, { key: copy }, { context }).catch(missing) : null;
  const initial = copied ? { ...copied.content, name: `${copied.content.name}, copy`, subject: copied.subject } : blank;
  return (
    <>
      <PageHeader
        title={copied ? `Copy ${copied.content.name}` : 'New template'}
        crumbs={[{ label: 'Review templates', href: '/reviews/templates' }]}
      />
      <PageBody>
        <TemplateForm initial={initial} edited={null} copyOf={copied?.key} choices={choices} names={copied?.names ?? {}} />
      </PageBody>
    </>
  );
}
