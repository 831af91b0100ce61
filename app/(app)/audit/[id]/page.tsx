import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { cache } from 'react';
import { AuditDenied } from '#components/audit/audit-denied.tsx';
import { AuditEvent } from '#components/audit/audit-event.tsx';
import { actorWords, whatWords } from '#components/audit/sentence.ts';
import { auditOperations } from '#lib/access/audit/procedures.ts';
import { canSomewhere } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';

type Props = { params: Promise<{ id: string }> };

const eventOf = cache(async (id: string) => call(auditOperations.get, { id }, { context: await pageContext() }).catch(missing));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  if (!canSomewhere(await requireActor(), 'audit.read')) return { title: 'Audit log' };
  const event = await eventOf((await params).id);
  return { title: `${actorWords(event)} ${whatWords(event)}` };
}

export default async function AuditEventPage({ params }: Props) {
  const { id } = await params;
  if (!canSomewhere(await requireActor(), 'audit.read')) return <AuditDenied />;
  return <AuditEvent event={await eventOf(id)} />;
}
