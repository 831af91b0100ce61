import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { AuditEvent } from '#components/audit/audit-event.tsx';
import { auditOperations } from '#lib/access/audit/procedures.ts';
import { missing, pageContext } from '#lib/access/request.ts';

export const metadata: Metadata = { title: 'Audit event' };

type Props = { params: Promise<{ id: string }> };

export default async function AuditEventPage({ params }: Props) {
  const { id } = await params;
  const event = await call(auditOperations.get, { id }, { context: await pageContext() }).catch(missing);
  return <AuditEvent event={event} />;
}
