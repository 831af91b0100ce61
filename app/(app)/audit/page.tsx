import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { auditDefinition } from '#components/audit/audit-definition.tsx';
import { AuditDenied } from '#components/audit/audit-denied.tsx';
import { auditFilter, auditQuery } from '#components/audit/audit-input.ts';
import { AuditList } from '#components/audit/audit-list.tsx';
import { listHref, parseListState } from '#components/data/list/list-state.ts';
import { toSavedView } from '#components/views/saved-views.ts';
import { auditOperations } from '#lib/access/audit/procedures.ts';
import { canSomewhere } from '#lib/access/policy.ts';
import { toAppError } from '#lib/access/procedure.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { viewOperations } from '#lib/access/views/procedures.ts';

export const metadata: Metadata = { title: 'Audit log' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AuditPage({ searchParams }: Props) {
  const actor = await requireActor();
  if (!canSomewhere(actor, 'audit.read')) return <AuditDenied />;
  const state = parseListState(await searchParams, auditDefinition);
  const context = await pageContext();
  const { actor: who, team, target } = auditFilter(state);
  const status = await call(auditOperations.status, {}, { context }).catch(missing);
  const views = call(viewOperations.list, { list: 'audit' }, { context });
  const loaded = await Promise.all([
    call(auditOperations.list, auditQuery(state), { context }),
    who || team || target ? call(auditOperations.names, { actor: who, team, target }, { context }) : {},
  ]).then(
    ([page, names]) => ({ page, names, error: undefined }),
    (error: unknown) => ({ page: { rows: [], next: null, previous: null }, names: {}, error: toAppError(error, context.requestId) }),
  );
  const { error } = loaded;
  const fields = error?.details.fields ?? {};
  if (state.cursor && (fields['after'] || fields['before'])) redirect(listHref('/audit', { ...state, cursor: null }, auditDefinition));
  return (
    <AuditList
      state={state}
      rows={loaded.page.rows}
      page={{ next: loaded.page.next, previous: loaded.page.previous }}
      names={loaded.names}
      views={(await views).views.map(toSavedView)}
      status={status}
      mayExport={canSomewhere(actor, 'audit.export')}
      error={error?.message}
      refused={error?.code === 'invalid'}
    />
  );
}
