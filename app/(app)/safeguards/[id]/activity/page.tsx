import { call } from '@orpc/server';
import { SafeguardActivity } from '#components/safeguards/safeguard-activity.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { safeguardOperations } from '#lib/risks/safeguards/procedures.ts';

export default async function SafeguardActivityPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const first = await call(safeguardOperations.activity, { id }, { context: await pageContext() }).catch(missing);
  return <SafeguardActivity id={id} first={first} />;
}
