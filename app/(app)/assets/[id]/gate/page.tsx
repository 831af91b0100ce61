import { call } from '@orpc/server';
import { AssetGateView } from '#components/gates/asset-gate.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { pageAsset } from '#lib/assets/request.ts';
import { gateOperations } from '#lib/gates/procedures.ts';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ version?: string }> };

export default async function AssetGatePage({ params, searchParams }: Props) {
  const [{ id }, { version }] = [await params, await searchParams];
  const context = await pageContext();
  const [asset, gate, history] = await Promise.all([
    pageAsset(id),
    call(gateOperations.ofAsset, { id, ...(version && { versionId: version }) }, { context }),
    call(gateOperations.promotions, { id }, { context }),
  ]).catch(missing);
  return <AssetGateView asset={{ id, name: asset.name }} gate={gate} history={history} />;
}
