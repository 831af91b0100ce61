import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { ControlList } from '#components/catalogue/catalogue-list.tsx';
import { controlDefinition } from '#components/catalogue/control-definition.tsx';
import { joinValues, parseListState } from '#components/data/list/list-state.ts';
import { canEverywhere } from '#lib/access/policy.ts';
import { toAppError } from '#lib/access/procedure.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { catalogueOperations } from '#lib/risks/catalogue/procedures.ts';
import type { ControlListInput } from '#lib/risks/catalogue/schema.ts';

export const metadata: Metadata = { title: 'Controls' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ControlsPage({ searchParams }: Props) {
  const state = parseListState(await searchParams, controlDefinition);
  const actor = await requireActor();
  const context = await pageContext();
  const filters = Object.fromEntries(Object.entries(state.filters).map(([id, values]) => [id, joinValues(values)]));
  const input = { ...filters, q: state.q || undefined, sort: state.sort as ControlListInput['sort'] };
  const [found, { frameworks }, { threats }] = await Promise.all([
    call(catalogueOperations.controls, input, { context }).catch((error: unknown) => toAppError(error, context.requestId)),
    call(catalogueOperations.frameworks, {}, { context }),
    call(catalogueOperations.threats, {}, { context }),
  ]);
  return (
    <ControlList
      state={state}
      rows={'controls' in found ? found.controls.map(({ reduces: _, frameworks: __, ...row }) => ({ ...row, id: row.key })) : []}
      error={'controls' in found ? undefined : found.message}
      choices={{
        framework: Object.fromEntries(frameworks.map(({ key, name }) => [key, name])),
        threat: Object.fromEntries(threats.map(({ key, name }) => [key, name])),
      }}
      mayManage={canEverywhere(actor, 'catalogue.manage')}
    />
  );
}
