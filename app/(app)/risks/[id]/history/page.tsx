import { call } from '@orpc/server';
import { RiskHistory } from '#components/risks/risk-history.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { riskOperations } from '#lib/risks/register/procedures.ts';
import { pageRisk } from '#lib/risks/register/request.ts';

export default async function RiskHistoryPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const risk = await pageRisk(id);
  const history = await call(riskOperations.history, { id }, { context: await pageContext() }).catch(missing);
  const appeared = (
    <>
      It appeared <RelativeTime value={risk.createdAt} />, when the threat came to apply to this asset at this stage.
    </>
  );
  // After a change the first page is another one: older pages that were loaded to the former would not follow it.
  return <RiskHistory key={history.entries[0]?.id} id={id} first={history} appeared={appeared} />;
}
