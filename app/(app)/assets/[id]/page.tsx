import { call } from '@orpc/server';
import { AssetOverview } from '#components/assets/asset-overview.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { assetOperations } from '#lib/assets/procedures.ts';
import { versionOperations } from '#lib/assets/versions/procedures.ts';

export default async function AssetPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const context = await pageContext();
  const asset = await call(assetOperations.get, { id }, { context }).catch(missing);
  const { rows } = await call(versionOperations.list, { id, limit: 1 }, { context });
  const latest = rows[0] ? await call(versionOperations.get, { id: rows[0].id }, { context }) : null;
  return <AssetOverview asset={asset} latest={latest} />;
}
