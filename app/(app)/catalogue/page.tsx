import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { ThreatList } from '#components/catalogue/catalogue-list.tsx';
import { threatDefinition } from '#components/catalogue/threat-definition.tsx';
import { joinValues, parseListState } from '#components/data/list/list-state.ts';
import { canEverywhere } from '#lib/access/policy.ts';
import { toAppError } from '#lib/access/procedure.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { catalogueOperations } from '#lib/risks/catalogue/procedures.ts';
import type { ThreatListInput } from '#lib/risks/catalogue/schema.ts';

export const metadata: Metadata = { title: 'Threats' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ThreatsPage({ searchParams }: Props) {
  const state = parseListState(await searchParams, threatDefinition);
  const actor = await requireActor();
  const context = await pageContext();
  const filters = Object.fromEntries(Object.entries(state.filters).map(([id, values]) => [id, joinValues(values)]));
  const input = { ...filters, q: state.q || undefined, sort: state.sort as ThreatListInput['sort'] };
  const [found, { frameworks }] = await Promise.all([
    call(catalogueOperations.threats, input, { context }).catch((error: unknown) => toAppError(error, context.requestId)),
    call(catalogueOperations.frameworks, {}, { context }),
  ]);
  return (
    <ThreatList
      state={state}
      rows={'threats' in found ? found.threats.map(({ applies: _, frameworks: __, ...row }) => ({ ...row, id: row.key })) : []}
      error={'threats' in found ? undefined : found.message}
      choices={{ framework: Object.fromEntries(frameworks.map(({ key, name }) => [key, name])) }}
      mayManage={canEverywhere(actor, 'catalogue.manage')}
    />
  );
}
