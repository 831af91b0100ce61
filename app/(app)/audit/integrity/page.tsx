import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { Integrity } from '#components/audit/integrity.tsx';
import { auditOperations } from '#lib/access/audit/procedures.ts';
import { missing, pageContext } from '#lib/access/request.ts';

export const metadata: Metadata = { title: 'Audit log integrity' };

export default async function IntegrityPage() {
  const status = await call(auditOperations.status, {}, { context: await pageContext() }).catch(missing);
  return <Integrity status={status} />;
}
