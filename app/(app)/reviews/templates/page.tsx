import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { NoTeam } from '#components/access/no-team.tsx';
import { joinValues, parseListState } from '#components/data/list/list-state.ts';
import { templateDefinition } from '#components/reviews/templates/template-definition.tsx';
import { TemplateList } from '#components/reviews/templates/template-list.tsx';
import { canEverywhere, canSomewhere } from '#lib/access/policy.ts';
import { toAppError } from '#lib/access/procedure.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { templateOperations } from '#lib/reviews/templates/procedures.ts';
import type { TemplateListInput } from '#lib/reviews/templates/schema.ts';

export const metadata: Metadata = { title: 'Review templates' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function TemplatesPage({ searchParams }: Props) {
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="Review templates" />;
  const state = parseListState(await searchParams, templateDefinition);
  const context = await pageContext();
  const filters = Object.fromEntries(Object.entries(state.filters).map(([id, values]) => [id, joinValues(values)]));
  const input = { ...filters, q: state.q || undefined, sort: state.sort as TemplateListInput['sort'] };
  const found = await call(templateOperations.list, input, { context }).catch((error: unknown) => toAppError(error, context.requestId));
  return (
    <TemplateList
      state={state}
      rows={'templates' in found ? found.templates.map((row) => ({ ...row, id: row.key })) : []}
      error={'templates' in found ? undefined : found.message}
      mayManage={canEverywhere(actor, 'template.manage')}
    />
  );
}
