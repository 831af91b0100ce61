import { call } from '@orpc/server';
import { AssetOverview } from '#components/assets/asset-overview.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { assetOperations } from '#lib/assets/procedures.ts';
import { versionOperations } from '#lib/assets/versions/procedures.ts';

export default async function AssetPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const context = await pageContext();
  const asset = await call(assetOperations.get, { id }, { context }).catch(missing);
  const versions = await call(versionOperations.list, { id, limit: 1 }, { context });
  return <AssetOverview asset={asset} latest={versions.rows[0] ?? null} />;
}
