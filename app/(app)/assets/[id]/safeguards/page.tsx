import { call } from '@orpc/server';
import { AssetSafeguardsView } from '#components/safeguards/asset-safeguards.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { safeguardOperations } from '#lib/risks/safeguards/procedures.ts';

export default async function AssetSafeguardsPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const found = await call(safeguardOperations.ofAsset, { id }, { context: await pageContext() }).catch(missing);
  return <AssetSafeguardsView assetId={id} found={found} />;
}
