import { call } from '@orpc/server';
import { AcceptanceSection } from '#components/acceptances/acceptance-section.tsx';
import { RiskOverview } from '#components/risks/risk-overview.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { acceptanceOperations } from '#lib/risks/acceptances/procedures.ts';
import { pageRisk } from '#lib/risks/register/request.ts';

export default async function RiskPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const risk = await pageRisk(id);
  const acceptances = await call(acceptanceOperations.ofRisk, { id }, { context: await pageContext() }).catch(missing);
  return <RiskOverview risk={risk} acceptance={<AcceptanceSection acceptances={acceptances} />} />;
}
