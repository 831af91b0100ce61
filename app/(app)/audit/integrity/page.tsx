import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { AuditDenied } from '#components/audit/audit-denied.tsx';
import { Integrity } from '#components/audit/integrity.tsx';
import { auditOperations } from '#lib/access/audit/procedures.ts';
import { canSomewhere } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';

export const metadata: Metadata = { title: 'Audit log integrity' };

export default async function IntegrityPage() {
  if (!canSomewhere(await requireActor(), 'audit.read')) return <AuditDenied />;
  const status = await call(auditOperations.status, {}, { context: await pageContext() }).catch(missing);
  return <Integrity status={status} />;
}
