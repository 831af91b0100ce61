import { call } from '@orpc/server';
import { RiskActivity } from '#components/risks/risk-activity.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { riskOperations } from '#lib/risks/register/procedures.ts';

export default async function RiskActivityPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const activity = await call(riskOperations.activity, { id }, { context: await pageContext() }).catch(missing);
  return <RiskActivity key={activity.entries[0]?.id} id={id} first={activity} />;
}
