import { call } from '@orpc/server';
import { AssetOverview } from '#components/assets/asset-overview.tsx';
import { SignalSection } from '#components/signals/signal-section.tsx';
import { pageContext } from '#lib/access/request.ts';
import { lineageOperations } from '#lib/assets/lineage/procedures.ts';
import { relationsFrom } from '#lib/assets/lineage/rules.ts';
import { pageAsset } from '#lib/assets/request.ts';
import { versionOperations } from '#lib/assets/versions/procedures.ts';
import { pageSignals } from '#lib/risks/signals/request.ts';

export default async function AssetPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [asset, raised] = await Promise.all([pageAsset(id), pageSignals(id)]);
  const signals = <SignalSection signals={raised} />;
  const context = await pageContext();
  const { rows } = await call(versionOperations.list, { id, limit: 1 }, { context });
  const [last] = rows;
  if (!last) return <AssetOverview asset={asset} latest={null} upstream={null} signals={signals} />;
  const trained = relationsFrom(asset.kind).includes('trained_on');
  const [latest, upstream] = await Promise.all([
    call(versionOperations.get, { id: last.id }, { context }),
    trained ? call(lineageOperations.get, { id, focus: last.id, direction: 'upstream', depth: 1, limit: 200 }, { context }) : null,
  ]);
  return <AssetOverview asset={asset} latest={latest} upstream={upstream} signals={signals} />;
}
