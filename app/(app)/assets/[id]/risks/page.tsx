import { call } from '@orpc/server';
import { AssetRisks } from '#components/risks/asset-risks.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { pageAsset } from '#lib/assets/request.ts';
import { riskOperations } from '#lib/risks/register/procedures.ts';

export default async function AssetRisksPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const asset = await pageAsset(id);
  const found = await call(riskOperations.ofAsset, { id }, { context: await pageContext() }).catch(missing);
  return <AssetRisks asset={{ id, name: asset.name, status: asset.status }} found={found} />;
}
